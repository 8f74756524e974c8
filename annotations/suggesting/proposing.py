"""From an article to the sentences that a person should look at first."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotations.suggesting.choosing import scorer as desk_scorer
from annotations.suggesting.reasons import reasons
from annotations.suggesting.scorers import Scorer, Scores
from annotations.suggesting.structure import Kind, Unit, units

# A ranking carries over to other texts, a threshold does not: so the best third is proposed, and
# the scorer's threshold only keeps out what nobody would check.
_SHARE = 1 / 3
_AT_LEAST = 3
MOST_SENTENCES = 20_000
"""So many of a text are scored; the longest article that the desk takes may have more."""
_NO_SENTENCE = Scores(1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Proposal:
    """One sentence of an article, with what speaks for checking it.

    `rank` is 1 for the most check-worthy one, and 0 for what was not scored and has no reasons.
    `strict` marks the better half of what is proposed, as far as nearly everybody would check it.
    """

    start: int
    end: int
    text: str
    scores: Scores
    reasons: list[str]
    kind: Kind
    rank: int
    proposed: bool
    strict: bool

    @property
    def score(self) -> float:
        """The probability that it is check-worthy."""
        return self.scores.p_cfs


def _nobody(_share: float) -> None:
    """Tell nobody."""


def propose(
    text: str,
    title: str = "",
    scorer: Scorer | None = None,
    report: Callable[[float], None] = _nobody,
) -> list[Proposal]:
    """Give every sentence of a canonical text in order; `proposed` marks the check-worthy ones.

    `report` is told again and again which share (0 to 1) has been scored.
    """
    model = scorer or desk_scorer()
    found = units(text, title)
    plain = [number for number, unit in enumerate(found) if unit.kind == "sentence"]
    checkable = plain[:MOST_SENTENCES]
    scored = _scored([found[number].text for number in checkable], model, report)
    scores = dict(zip(checkable, scored, strict=True))
    ranks = _ranks({number: score.p_cfs for number, score in scores.items()})
    last = max(_AT_LEAST, math.ceil(len(ranks) * _SHARE))
    return [
        _proposal(unit, scores.get(n, _NO_SENTENCE), ranks.get(n, 0), last, model)
        for n, unit in enumerate(found)
    ]


def _proposal(unit: Unit, scores: Scores, rank: int, last: int, model: Scorer) -> Proposal:
    proposed = 0 < rank <= last and scores.p_cfs >= model.broad
    return Proposal(
        start=unit.start,
        end=unit.end,
        text=unit.text,
        scores=scores,
        reasons=reasons(unit.text) if rank else [],
        kind=unit.kind,
        rank=rank,
        proposed=proposed,
        strict=proposed and rank <= math.ceil(last / 2) and scores.p_cfs >= model.strict,
    )


def _scored(
    sentences: Sequence[str], model: Scorer, report: Callable[[float], None]
) -> list[Scores]:
    scores: list[Scores] = []
    while len(scores) < len(sentences):
        scores += model.score(sentences[len(scores) : len(scores) + model.at_once])
        report(len(scores) / len(sentences))
    return scores


def _ranks(scores: dict[int, float]) -> dict[int, int]:
    """Number the sentences from 1, the best first; of equals, the one that is read first."""
    ranked = sorted(scores, key=lambda number: (-scores[number], number))
    return {number: rank for rank, number in enumerate(ranked, start=1)}
