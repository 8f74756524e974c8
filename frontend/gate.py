"""The submit gate on the page: what a draft still lacks, and which of its fields are asked for.

The answers come from the conditions of the table, so page, API and door ask for the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from annotations import conditions as c
from annotations.models import Actor, Claim, Rating, Verdict
from frontend.forms.verdicts import VerdictForm
from frontend.standing import Missing

REPLY = ("reply_asked_on", "reply_asked_how", "reply_answer", "reply_not_asked_reason")


@dataclass(frozen=True)
class Excuse:
    """A reason that makes up for what the evidence lacks: whether it is asked for or given, and
    whether it stands open."""

    is_shown: bool
    is_open: bool


@dataclass(frozen=True)
class Gate:
    """What the form of a draft asks for. `needs` has a sentence by the field that it is about.

    Only a definite rating asks for `one_origin`, and somebody may choose one any moment.
    """

    needs: dict[str, str]
    one_side: Excuse
    one_origin: Excuse
    is_definite: bool
    reply: str
    opens_reply: bool


def of(
    claim: Claim,
    by: Actor,
    form: VerdictForm,
    ratings: Sequence[Rating],
    missing: Iterable[Missing],
) -> Gate:
    """Return what the form asks for, where the saved draft lacks what is `missing`."""
    needs = _by_field(missing)
    definite = Verdict(claim=claim, rating=next((r for r in ratings if r.value), None))
    chosen = str(form["rating"].value()) if "rating" in form.fields else ""
    return Gate(
        needs=needs,
        one_side=_excuse(
            form["one_sided_reason"],
            needs,
            is_asked=not c.has_both_sides.holds(by, definite),
        ),
        one_origin=_excuse(
            form["one_origin_reason"],
            needs,
            is_asked=not c.has_two_origins.holds(by, definite),
        ),
        is_definite=any(r.value and str(r.pk) == chosen for r in ratings),
        reply=_reply(form),
        opens_reply="reply_asked_on" in needs or any(form[name].errors for name in REPLY),
    )


def _excuse(field: BoundField, needs: Collection[str], *, is_asked: bool) -> Excuse:
    is_wrong = bool(field.errors)
    return Excuse(
        is_shown=is_asked or is_wrong or bool(field.value()),
        is_open=is_wrong or field.name in needs,
    )


def _by_field(missing: Iterable[Missing]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for lack in missing:
        found.setdefault(lack.about, []).append(lack.sentence)
    return {about: " ".join(sentences) for about, sentences in found.items()}


def _reply(form: VerdictForm) -> str:
    """Say in a few words how it stands with the right of reply."""
    asked, how, answer, not_asked = (form[name].value() for name in REPLY)
    if asked and how:
        return _("asked, and answered") if answer else _("asked, no answer yet")
    return _("not asked, with a reason") if not_asked else _("not recorded yet")
