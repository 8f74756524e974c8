"""What a revision changed since an earlier one: in its words, its rating and its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from annotations.models import Verdict
from annotations.publishing import dossier
from frontend.differences import counts, inline


@dataclass(frozen=True)
class Comparison:
    """`facts` and `texts` are labels with what changed, marked; `kept` names what did not."""

    old: Verdict
    new: Verdict
    facts: list[tuple[str, SafeString]]
    texts: list[tuple[str, SafeString]]
    added: list[Mapping[str, Any]]
    removed: list[Mapping[str, Any]]
    words_in: int
    words_out: int
    kept: list[str]


def compare(old: Verdict, new: Verdict) -> Comparison:
    """Return the changes between two revisions of one claim."""
    was, now = _content(old), _content(new)
    facts, texts = _facts(was, now), _texts(was, now)
    ins, out = zip(*(counts(a, b) for _label, a, b in texts), strict=True)
    before = {source["id"]: source for source in was["evidence"]}
    after = {source["id"]: source for source in now["evidence"]}
    return Comparison(
        old,
        new,
        facts=[(label, inline(a, b)) for label, a, b in facts if a != b],
        texts=[(label, inline(a, b)) for label, a, b in texts if a != b],
        added=[source for key, source in after.items() if before.get(key) != source],
        removed=[source for key, source in before.items() if after.get(key) != source],
        words_in=sum(ins),
        words_out=sum(out),
        kept=[label for label, a, b in (*facts, *texts) if a == b],
    )


def _content(verdict: Verdict) -> dict[str, Any]:
    """A revision that was never submitted has no dossier yet."""
    return dict(verdict.dossier or dossier.build(verdict))


def _facts(was: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (_("Rating"), _rating(was), _rating(now)),
        (_("As of"), was["as_of"] or "", now["as_of"] or ""),
        (_("Claimed by"), was["claim"]["claimant"], now["claim"]["claimant"]),
    ]


def _texts(was: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (_("Statement"), was["claim"]["statement"], now["claim"]["statement"]),
        (_("Summary"), was["summary"], now["summary"]),
        (_("Rationale"), was["rationale"], now["rationale"]),
    ]


def _rating(content: dict[str, Any]) -> str:
    return content["rating"]["label"] if content["rating"] else _("Not rated")
