"""What a revision rests on, as one JSON document: what a digest names and a reader can check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F
from django.db.models.functions import Substr

from annotations.models import ArticleVersion, Claim, Evidence, Occurrence, Rating, Verdict
from annotations.models.verdict import Kind, Status
from annotations.text.digests import digest
from annotations.text.selectors import quote_at

SCHEMA = 2


def build(verdict: Verdict) -> dict[str, Any]:
    """Return the dossier of a revision as its rows are now; dates are ISO 8601 strings.

    What is sealed keeps the places where its claim was found then: they are read again in the
    versions that they name, which never change, while the claim may have moved on to a later one.
    A retraction has the words of what it retracts, as readers saw them.
    """
    schema = (verdict.dossier or {}).get("schema", SCHEMA)
    about = {
        "schema": schema,
        "revision": verdict.number,
        "kind": str(verdict.kind),
        "reason": verdict.reason,
        "submitted_at": _iso(verdict.submitted_at),
    }
    if schema == 1:  # sealed before a submission had terms and checks
        return {**about, **_answer(verdict)}
    about["terms"] = verdict.terms
    if verdict.kind == Kind.RETRACTION:
        public = Verdict.objects.get(claim=verdict.claim_id, status=Status.PUBLISHED)
        return {**(public.dossier or {}), **about}
    return {**about, **_answer(verdict), **_checks(verdict)}


def _answer(verdict: Verdict) -> dict[str, Any]:
    return {
        **basis(verdict.claim, verdict.dossier),
        "rating": _rating(verdict.rating) if verdict.rating else None,
        "summary": verdict.summary,
        "rationale": verdict.rationale,
        "as_of": _iso(verdict.as_of),
    }


def _checks(verdict: Verdict) -> dict[str, Any]:
    return {
        "one_sided_reason": verdict.one_sided_reason,
        "one_origin_reason": verdict.one_origin_reason,
        "reply": {
            "asked_on": _iso(verdict.reply_asked_on),
            "asked_how": verdict.reply_asked_how,
            "answer": verdict.reply_answer,
            "not_asked_reason": verdict.reply_not_asked_reason,
        },
    }


def basis(claim: Claim, sealed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what of a dossier is not in the revision itself: the claim and its evidence.

    Its places are those of a `sealed` dossier, where there is one, read again in their versions.
    """
    places = _read_again(sealed["claim"]["occurrences"]) if sealed else _places(claim)
    return {
        "claim": _claim(claim, places),
        "evidence": [_evidence(evidence) for evidence in claim.evidence.order_by("pk")],
    }


def seal(verdict: Verdict) -> None:
    """Freeze the revision's dossier and take its digest."""
    verdict.dossier = build(verdict)
    verdict.digest = digest(verdict.dossier)


def is_whole(verdict: Verdict) -> bool:
    """Whether the rows still are what was sealed."""
    is_sealed = digest(verdict.dossier) == verdict.digest == digest(build(verdict))
    return is_sealed and _stands_by_its_words(verdict.claim)


def _stands_by_its_words(claim: Claim) -> bool:
    """Whether each place has the words of its version, wherever the claim has moved since."""
    words = Substr("version__text", F("start") + 1, F("end") - F("start"))
    return all(quote == found for quote, found in claim.occurrences.values_list("quote", words))


def public(dossier: Mapping[str, Any]) -> dict[str, Any]:
    """Return what readers may see of a dossier: all but the desk's own notes."""
    sources = [{k: v for k, v in source.items() if k != "note"} for source in dossier["evidence"]]
    return {**dossier, "evidence": sources}


def _places(claim: Claim) -> Iterable[Occurrence]:
    return claim.occurrences.select_related("version__article").order_by("pk")


def _read_again(sealed: Iterable[Mapping[str, Any]]) -> Iterator[Occurrence]:
    """Give places as a dossier names them, with the words that stand there."""
    versions = ArticleVersion.objects.select_related("article")
    for place in sealed:
        version = versions.get(article=place["article"], number=place["version"])
        start, end = place["start"], place["end"]
        words = quote_at(version.text, start, end)
        yield Occurrence(
            version=version,
            start=start,
            end=end,
            quote=words.exact,
            prefix=words.prefix,
            suffix=words.suffix,
        )


def _claim(claim: Claim, places: Iterable[Occurrence]) -> dict[str, Any]:
    return {
        "id": claim.pk,
        "statement": claim.statement,
        "claimant": claim.claimant,
        "claimed_on": _iso(claim.claimed_on),
        "occurrences": [_occurrence(place) for place in places],
    }


def _occurrence(place: Occurrence) -> dict[str, Any]:
    article = place.version.article
    return {
        "article": article.pk,
        "title": article.title,
        "url": article.url,
        "publisher": article.publisher,
        "published_on": _iso(article.published_on),
        "version": place.version.number,
        "sha256": place.version.sha256,
        "start": place.start,
        "end": place.end,
        "exact": place.quote,
        "prefix": place.prefix,
        "suffix": place.suffix,
    }


def _rating(rating: Rating) -> dict[str, Any]:
    on_scale = rating.scale.ratings.filter(value__isnull=False).order_by("value")
    return {
        "label": rating.label,
        "slug": rating.slug,
        "value": rating.value,
        "scale": list(on_scale.values_list("label", flat=True)),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence.pk,
        "url": evidence.url,
        "title": evidence.title,
        "publisher": evidence.publisher,
        "stance": str(evidence.stance),
        "passage": evidence.passage,
        "note": evidence.note,
        "origin": evidence.origin,
        "primary": evidence.primary,
    }


def _iso(moment: dt.date | dt.datetime | None) -> str | None:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return moment.isoformat() if moment else None
