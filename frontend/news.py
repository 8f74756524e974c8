"""What a person is told, as the page shows it: by day, in a sentence, with its claim and words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from annotations.models import Actor, Claim, Notification, Review, Verdict
from annotations.models.notification import News
from annotations.models.review import Vote
from annotations.notifying import wording

MOST = 99
"""So many unread notifications are counted; what is more is told as that."""
PLACES = {
    News.ASSIGNED: "#review",
    News.RETURNED: "#review",
    News.APPROVED: "#review",
    News.NEEDS_RECHECK: "#recheck",
    News.WORDS_CHANGED: "#review",
}
"""Where on the claim's page it is."""


@dataclass(frozen=True)
class Item:
    """A notification: what happened, to which claim (None: to a webhook), and what was said."""

    news: Notification
    claim: Claim | None
    words: list[str]

    @property
    def sentence(self) -> str:
        """Who did what."""
        return wording.sentence(self.news)


def unread(by: Actor) -> int:
    """Return how many notifications wait, at most one more than MOST."""
    waiting = Notification.objects.visible_to(by).filter(read_at=None).order_by()
    return waiting[: MOST + 1].count()


def place_of(news: Notification) -> str:
    """Return the address of what it tells of."""
    if news.event.noun == "webhook":
        return reverse("webhook", args=[news.event.object_id])
    anchor = PLACES.get(News(news.kind), "")
    if news.event.noun == "comment":
        anchor = f"#comment-{news.event.object_id}"
    return reverse("claim", args=[news.event.claim_id]) + anchor


def by_day(found: Iterable[Notification], by: Actor) -> list[tuple[str, list[Item]]]:
    """Return notifications under the names of their days, in a fixed number of queries."""
    told = list(found)
    claims = Claim.objects.visible_to(by).in_bulk({news.event.claim_id for news in told})
    about = _about_revisions(told, by)
    items = [
        Item(news, claims.get(news.event.claim_id or 0), _words(news, about, by)) for news in told
    ]
    days = groupby(items, key=lambda item: timezone.localdate(item.news.at))
    return [(_day(day), list(group)) for day, group in days]


def _words(news: Notification, about: Mapping[int, list[str]], by: Actor) -> list[str]:
    """What was said with it: of a revision as its reviews say, else as the line itself does."""
    of_revision = news.event.noun == "verdict"
    return about.get(news.event.object_id, []) if of_revision else wording.words(news, by)


def _about_revisions(told: Iterable[Notification], by: Actor) -> dict[int, list[str]]:
    """Return why revisions were returned, and why readers were told of another one."""
    keys = {kind: [n.event.object_id for n in told if n.kind == kind] for kind in News}
    returns = Review.objects.visible_to(by).filter(
        verdict__in=keys[News.RETURNED], vote=Vote.RETURN, digest=F("verdict__digest")
    )
    published = Verdict.objects.visible_to(by).filter(pk__in=keys[News.PUBLISHED])
    about: dict[int, list[str]] = defaultdict(list)
    for vote in returns.select_related("reviewer"):
        about[vote.verdict_id].append(f"{vote.reviewer}: {vote.comment}")
    for revision in published.exclude(reason="").defer("dossier", "rationale"):
        about[revision.pk].append(f"{revision.get_kind_display()}: {revision.reason}")
    return about


def _day(day: dt.date) -> str:
    today = timezone.localdate()
    if day == today:
        return _("Today")
    if day == today - dt.timedelta(days=1):
        return _("Yesterday")
    return date_format(day, "j F" if day.year == today.year else "j F Y")
