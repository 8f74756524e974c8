"""From an article to the sentences that a person should look at first."""

import math
from dataclasses import dataclass

from annotations.suggesting.reasons import reasons
from annotations.suggesting.scorers import Scorer, Scores
from annotations.suggesting.scorers import scorer as desk_scorer
from annotations.suggesting.structure import Kind, units

# A ranking carries over to other texts, a threshold does not: so the best third is proposed, and
# the threshold only keeps out what nobody would check.
_SHARE = 1 / 3
_AT_LEAST = 3
_THRESHOLD = 0.2
_NO_SENTENCE = Scores(1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Proposal:
    """One sentence of an article, with what speaks for checking it."""

    start: int
    end: int
    text: str
    scores: Scores
    reasons: list[str]
    kind: Kind
    proposed: bool

    @property
    def score(self) -> float:
        """The probability that it is check-worthy."""
        return self.scores.p_cfs


def propose(text: str, title: str = "", scorer: Scorer | None = None) -> list[Proposal]:
    """Give every sentence of a canonical text in order; `proposed` marks the check-worthy ones."""
    found = units(text, title)
    checkable = [number for number, unit in enumerate(found) if unit.kind == "sentence"]
    scored = (scorer or desk_scorer()).score([found[number].text for number in checkable])
    scores = dict(zip(checkable, scored, strict=True))
    chosen = _best({number: score.p_cfs for number, score in scores.items()})
    return [
        Proposal(
            start=unit.start,
            end=unit.end,
            text=unit.text,
            scores=scores.get(number, _NO_SENTENCE),
            reasons=reasons(unit.text),
            kind=unit.kind,
            proposed=number in chosen,
        )
        for number, unit in enumerate(found)
    ]


def _best(scores: dict[int, float]) -> set[int]:
    ranked = sorted(scores, key=lambda number: (-scores[number], number))
    count = max(_AT_LEAST, math.ceil(len(ranked) * _SHARE))
    return {number for number in ranked[:count] if scores[number] >= _THRESHOLD}
