"""Keeping the dossiers that other desks have handed out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _

from annotations import workflow
from annotations.actions.content import checked, remark
from annotations.actions.steps import step
from annotations.errors import Invalid
from annotations.history import unbundling
from annotations.models import Actor, Dossier
from annotations.publishing.outcome import outcome
from annotations.text import strict_json

FIELDS = ("page", "statement", "rating", "published_by", "published_at", "checkpoint")


def import_dossier(body: bytes, *, by: Actor) -> tuple[Dossier, bool]:
    """Return the dossier that a file (JSON, UTF-8) holds, and whether it is new here.

    The file is kept as it came, byte for byte. Raises Invalid with what in it does not fit.
    """
    if refused := workflow.refusal("import_dossier", by, by.team):
        raise refused
    fresh = _read(body, by)
    with step("import_dossier", by.team, by=by) as s:
        mine = Dossier.objects.visible_to(s.by)
        if kept := mine.filter(fingerprint=fresh.fingerprint).first():
            return kept, False
        return s.add(fresh), True


def _read(body: bytes, by: Actor) -> Dossier:
    try:
        file = strict_json.loads(body)
    except ValueError as error:
        raise Invalid(str(error)) from None
    told = asdict(unbundling.read(file))
    told["approved_by"] = [remark(str(name), most=150) for name in told["approved_by"]]
    statement, rating = _about(file["dossier"])
    dossier = Dossier(team=by.team, imported_by=by.user, text=body.decode(), **told)
    dossier.page, dossier.statement, dossier.rating = file.get("page", ""), statement, rating
    return checked(dossier, FIELDS)


def _about(dossier: Mapping[str, Any]) -> tuple[str, str]:
    try:
        return dossier["claim"]["statement"], outcome(dossier).label
    except (KeyError, TypeError, AttributeError):
        raise Invalid(_("The dossier does not say what was claimed, or how it came out.")) from None
