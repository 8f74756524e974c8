"""A small scorer that can be explained: it weighs the reasons that an editor would give."""

import math
import re
from collections.abc import Sequence

from annotations.suggesting.reasons import reasons
from annotations.suggesting.scorers import MOST_CHARACTERS, Scores

# What each reason adds to the case for checking, in logits. Set by hand: what can be looked up
# in a record weighs most, what merely sounds strong weighs least.
_WEIGHTS = {
    "money": 1.2,
    "number": 1.0,
    "cause": 0.9,
    "act": 0.9,
    "comparison": 0.8,
    "denial": 0.8,
    "named_speaker": 0.7,
    "quantity": 0.6,
    "superlative": 0.5,
    "date": 0.5,
}
# What each of these adds to the case that the sentence states no fact.
_NOT_FACTUAL = (
    (re.compile(r"\b(?:I|we|my|our)\b", re.IGNORECASE), 0.6),
    (re.compile(r"\b(?:think|believe|hope|feel|wish|opinion|perhaps|maybe)\b", re.IGNORECASE), 1.0),
    (re.compile(r"\b(?:should|ought to|must|let us|let's|please|thank)\b", re.IGNORECASE), 0.8),
    # A prediction cannot be checked yet.
    (re.compile(r"\b(?:will|would|could|might|may)\b"), 1.4),
    (re.compile(r"[!?]\W*$"), 1.2),
)
_UNIMPORTANT = 1.2


class Rules:
    """Three sums, one for each class, made into probabilities by a softmax."""

    model_id = "rules-2"
    broad = 0.2
    strict = 0.6
    at_once = 1_000

    def score(self, sentences: Sequence[str]) -> list[Scores]:
        """Give one Scores for each sentence, in order."""
        return [_scores(sentence[:MOST_CHARACTERS]) for sentence in sentences]


def _scores(sentence: str) -> Scores:
    not_factual = sum(weight for sign, weight in _NOT_FACTUAL if sign.search(sentence))
    check_worthy = sum(_WEIGHTS[code] for code in reasons(sentence))
    powers = [math.exp(logit) for logit in (not_factual, _UNIMPORTANT, check_worthy)]
    return Scores(*(power / sum(powers) for power in powers))
