"""Which scorer the desk uses."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from annotations.errors import Unusable
from annotations.suggesting.endpoint import Endpoint
from annotations.suggesting.onnx import Onnx
from annotations.suggesting.rules import Rules
from annotations.suggesting.scorers import Scorer

SHIPPED = Path(__file__).resolve().parent / "model"


class _Choice(NamedTuple):
    scorer: Scorer
    notice: str


def scorer() -> Scorer:
    """Give the scorer that the desk uses, loaded once in a process.

    Where the one in the settings cannot be used the rules score; `notice` says why.
    """
    return _chosen().scorer


def notice() -> str:
    """Say what people have to know: that the rules stand in, or where the text goes; or nothing."""
    return _chosen().notice


@cache
def _chosen() -> _Choice:
    try:
        found = _load(settings.SCORER)
        leaves = _("The text of every article is sent to %s.")
        return _Choice(found, leaves % found.address if isinstance(found, Endpoint) else "")
    except Unusable as reason:
        sentence = _(
            "The model cannot be used: %(reason)s Suggestions come from the rules until it is"
            " put right."
        ) % {"reason": reason}
    return _Choice(Rules(), sentence)


def _load(name: str) -> Scorer:
    kind, _colon, where = name.partition(":")
    if kind == "endpoint":
        return Endpoint(where, settings.SCORER_MODEL, settings.SCORER_KEY)
    if kind == "onnx":
        return Onnx(Path(where))
    return Rules() if kind == "rules" else Onnx(SHIPPED)
