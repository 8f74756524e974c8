"""Who says how check-worthy a sentence is."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

MOST_CHARACTERS = 2_000
"""What of one sentence is looked at; whatever is longer is a table, or a text without stops."""


class Scores(NamedTuple):
    """ClaimBuster's three classes; the probabilities sum to 1.

    Not factual, factual but unimportant, and check-worthy factual.
    """

    p_nfs: float
    p_ufs: float
    p_cfs: float


class Scorer(Protocol):
    """Scores sentences, however many.

    `model_id` names exactly what scored them. `broad` and `strict` are thresholds on `p_cfs`:
    nobody checks what is below the first, nearly everybody what is above the second. `at_once` is
    how many sentences it scores in a few seconds at most, so that a caller who gives it no more
    can say how far it is. A score may move a little with the sentences beside it: a model of
    eight bits scales by batch.
    """

    model_id: str
    broad: float
    strict: float
    at_once: int

    def score(self, sentences: Sequence[str]) -> list[Scores]:
        """Give one Scores for each sentence, in order.

        Raises Unavailable where it cannot now, and Unusable where it never will.
        """
        ...


def clean(sentence: str) -> str:
    """Give what of a sentence is looked at, without what no encoding can write."""
    return sentence[:MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
