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
    """Scores sentences, each on its own.

    `model_id` names exactly what scored them. `broad` and `strict` are thresholds on `p_cfs`:
    nobody checks what is below the first, nearly everybody what is above the second.
    """

    model_id: str
    broad: float
    strict: float

    def score(self, sentences: Sequence[str]) -> list[Scores]:
        """Give one Scores for each sentence, in order."""
        ...


class Unusable(Exception):
    """A scorer cannot be used here. Its text is a sentence that says why."""


def clean(sentence: str) -> str:
    """Give what of a sentence is looked at, without what no encoding can write."""
    return sentence[:MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
