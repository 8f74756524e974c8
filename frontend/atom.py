"""Published fact-checks as Atom (RFC 4287). An entry is a claim's: a correction updates it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annotations.models import Team, Verdict
from annotations.publishing import addresses
from annotations.publishing.dossier import public
from annotations.publishing.edition import first_publications
from annotations.publishing.markdown import html
from annotations.publishing.outcome import outcome

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Feed(Atom1Feed):
    """Atom with the whole text of each entry, and a time that stays while nothing is published."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest entry changed."""
        return max((item["updateddate"] for item in self.items), default=EPOCH)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the content beside what Django writes."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


def feed(verdicts: Sequence[Verdict], team: Team | None) -> str:
    """Return the feed of these published revisions, newest first; of one team, or of all."""
    name = team.name if team else "Factcheck"
    page = addresses.front_page(team)
    written = Feed(
        title=_xml(_("Fact-checks of %s") % name if team else _("Fact-checks")),
        link=page,
        description=None,
        language=get_language(),
        author_name=_xml(name),
        author_link=page,
        feed_url=addresses.feed(team),
        feed_guid=page,
    )
    since = first_publications([verdict.claim_id for verdict in verdicts])
    for verdict in verdicts:
        written.add_item(**_entry(verdict, since[verdict.claim_id]))
    return str(written.writeString("utf-8"))


def _entry(verdict: Verdict, since: dt.datetime) -> dict[str, Any]:
    dossier, page = public(verdict.dossier or {}), addresses.fact_check_page(verdict)
    came_out, statement = outcome(dossier), dossier["claim"]["statement"]
    return {
        "title": _xml(f"{came_out.label}: {statement}"),
        "link": page,
        "unique_id": page,
        "description": _xml(escape(came_out.explanation)),
        "content": _xml(_content(verdict, dossier, page)),
        "author_name": _xml(verdict.team.name),
        "author_link": addresses.front_page(verdict.team),
        "pubdate": since,
        "updateddate": verdict.published_at,
    }


def _content(verdict: Verdict, dossier: Mapping[str, Any], page: str) -> str:
    cleaned = html(dossier["rationale"], sources=len(dossier["evidence"]))
    # A feed is read elsewhere: what leads down the page has to lead to the page first.
    rationale = SafeString(cleaned.replace('href="#', f'href="{page}#'))  # cleaned, by nh3
    context = {"dossier": dossier, "verdict": verdict, "page": page, "rationale": rationale}
    return render_to_string("public/feed_entry.html", context | {"outcome": outcome(dossier)})


def _xml(text: str) -> str:
    """Return the text without the few characters that XML 1.0 does not have."""
    return _NOT_XML.sub("�", text)
