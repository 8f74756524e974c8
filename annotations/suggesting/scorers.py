"""Who says how check-worthy a sentence is."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Scores(NamedTuple):
    """ClaimBuster's three classes; the probabilities sum to 1.

    Not factual, factual but unimportant, and check-worthy factual.
    """

    p_nfs: float
    p_ufs: float
    p_cfs: float


class Scorer(Protocol):
    """Scores sentences, each on its own; `model_id` names exactly what scored them."""

    model_id: str

    def score(self, sentences: Sequence[str]) -> list[Scores]:
        """Give one Scores for each sentence, in order."""
        ...


def scorer() -> Scorer:
    """Give the scorer that the desk uses."""
    # Here and not above: every scorer answers in the words of this module.
    from annotations.suggesting.rules import Rules

    return Rules()
