"""What a model's folder says about itself in `model.json`."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.errors import Unusable

MANIFEST = "model.json"
MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"

MOST_TOKENS = 2_048
_MOST_BYTES = 64 * 1024
_NAME = re.compile(r"[\w.+-]{1,100}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)


@dataclass(frozen=True)
class Manifest:
    """A model: its name, where to cut, how it wants its sentences, and what its files have to be.

    `sha256` maps the two file names to their checksums; it is empty where the folder does not
    name them.
    """

    model_id: str
    max_tokens: int
    broad: float
    strict: float
    sha256: dict[str, str] = field(default_factory=dict)


def read(folder: Path) -> Manifest:
    """Return what the folder's `model.json` says; raises Unusable where it cannot be right."""
    found = _object(folder / MANIFEST)
    if unknown := sorted(found.keys() - _RULES.keys()):
        raise Unusable(
            _("%(file)s: nothing is known of “%(field)s”.")
            % {"file": MANIFEST, "field": unknown[0][:100]}
        )
    for name, (rule, sentence) in _RULES.items():
        if name in found or name not in _OPTIONAL:
            _check(name, rule(found.get(name)), sentence)
    _check("strict", found["broad"] <= found["strict"], gettext_lazy("at least “broad”"))
    return Manifest(**found)


def _object(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            found = json.loads(opened.read(_MOST_BYTES))
    except OSError as error:
        raise Unusable(
            _("%(file)s cannot be read: %(reason)s.")
            % {"file": MANIFEST, "reason": error.strerror or error}
        ) from error
    except (ValueError, RecursionError) as error:
        raise Unusable(_("%(file)s is not JSON.") % {"file": MANIFEST}) from error
    if not isinstance(found, dict):
        raise Unusable(_("%(file)s is not a JSON object.") % {"file": MANIFEST})
    return found


def _check(name: str, holds: bool, sentence: Any) -> None:
    if not holds:
        raise Unusable(
            _("%(file)s: “%(field)s” has to be %(rule)s.")
            % {"file": MANIFEST, "field": name, "rule": sentence}
        )


def _whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _is_share(value: Any) -> bool:
    return type(value) in {int, float} and 0 <= value <= 1


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(_NAME.fullmatch(value))


def _are_checksums(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {MODEL, TOKENIZER}
        and all(isinstance(one, str) and _SHA256.fullmatch(one) for one in value.values())
    )


_RULES: dict[str, tuple[Callable[[Any], bool], Any]] = {
    "model_id": (_is_name, gettext_lazy("a name of letters, digits, dots and hyphens")),
    "max_tokens": (_whole(8, MOST_TOKENS), gettext_lazy("a whole number from 8 to 2048")),
    "broad": (_is_share, gettext_lazy("a number from 0 to 1")),
    "strict": (_is_share, gettext_lazy("a number from 0 to 1")),
    "sha256": (_are_checksums, gettext_lazy("the checksums of model.onnx and tokenizer.json")),
}
_OPTIONAL = {"sha256"}
