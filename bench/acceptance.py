"""The article by which the desk is accepted, where its file is given: it is not ours to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from annotations.suggesting.proposing import Proposal, propose
from annotations.suggesting.scorers import Scorer
from annotations.suggesting.sentences import split
from annotations.text.canonical import canonical
from bench.table import Section

# How its fifteen sentences end is enough to know where they stand.
ENDS = (
    "From Russia", "From Russia", "was...", "International", "America.", "instead.", "claims.",
    "S-400s.", '[to Russia]".', 'industry".', "this year.", "in 2019.", "sector.", "contract.",
    "allegations.",
)  # fmt: skip
NAMED = {
    "the contract of $2.5 billion": "$2.5 billion contract",
    "the refusal to sell Patriots": "refusal to sell",
    "what NATO says is incompatible": "incompatible",
    "the sale of F-35s cancelled": "F-35",
}


def article(path: Path) -> str:
    """Return its text as the desk keeps it."""
    return canonical(path.read_text(encoding="utf-8"))


def acceptance(
    text: str,
    scorers: Sequence[Scorer],
    ends: Sequence[str] = ENDS,
    named: Mapping[str, str] = NAMED,
) -> Section:
    """Return where the named claims rank, and how many sentences are found where they stand."""
    proposals = [propose(text, scorer=scorer) for scorer in scorers]
    section = Section("The acceptance article", [scorer.model_id for scorer in scorers])
    exact = len(set(split(text)) & set(spans(text, ends)))
    section.add("sentences at their exact offsets", *[f"{exact} of {len(ends)}"] * len(scorers))
    for name, words in named.items():
        section.add(f"rank of {name}", *(f"{_rank(found, words)}" for found in proposals))
    frames = [sum(p.proposed for p in found if p.kind != "sentence") for found in proposals]
    section.add("titles and date lines proposed", *(str(count) for count in frames))
    return section


def spans(text: str, ends: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the sentences stand that end so, one after the other (code points)."""
    found, at = [], 0
    for end in ends:
        start = len(text) - len(text[at:].lstrip())
        at = text.index(end, at) + len(end)
        found.append((start, at))
    return found


def _rank(proposals: Sequence[Proposal], words: str) -> int:
    return min(p.rank for p in proposals if p.rank and words in p.text)
