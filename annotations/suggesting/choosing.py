"""Which scorer the desk uses."""

import logging
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from annotations.suggesting.endpoint import Endpoint
from annotations.suggesting.onnx import Onnx
from annotations.suggesting.rules import Rules
from annotations.suggesting.scorers import Scorer, Unusable

log = logging.getLogger(__name__)

SHIPPED = Path(__file__).resolve().parent / "model"


class _Choice(NamedTuple):
    scorer: Scorer
    trouble: str


def scorer() -> Scorer:
    """Give the scorer that the desk uses, loaded once in a process.

    Where the one in the settings cannot be used the rules score, and the log says so, once.
    """
    return _chosen().scorer


def trouble() -> str:
    """Say why the scorer is not the one in the settings; empty where it is."""
    return _chosen().trouble


@cache
def _chosen() -> _Choice:
    try:
        return _Choice(_load(settings.SCORER), "")
    except Unusable as reason:
        sentence = _(
            "The model cannot be used: %(reason)s Suggestions come from the rules until it is"
            " put right."
        ) % {"reason": reason}
    log.warning("%s", sentence)
    return _Choice(Rules(), sentence)


def _load(name: str) -> Scorer:
    kind, _colon, where = name.partition(":")
    if kind == "endpoint":
        log.warning("The text of every article is sent to %s.", where)
        return Endpoint(where, settings.SCORER_MODEL, settings.SCORER_KEY)
    if kind == "onnx":
        path = Path(where)
        return Onnx(path.parent if path.is_file() else path)
    return Rules() if kind == "rules" else Onnx(SHIPPED)
