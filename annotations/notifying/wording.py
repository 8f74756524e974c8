"""What a notification says: who did what to which claim, in whose words, and where it is."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import indent
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.models import Actor, Claim, Notification, Review, Team, Verdict
from annotations.models.claim import RecheckReason
from annotations.models.notification import News
from annotations.models.review import Vote
from annotations.models.verdict import Status

SUBJECTS = {
    News.ASSIGNED: later("%(who)s asks you to review: %(claim)s"),
    News.RETURNED: later("Returned: %(claim)s"),
    News.APPROVED: later("Approved: %(claim)s"),
    News.PUBLISHED: later("Published: %(claim)s"),
    News.MENTIONED: later("%(who)s mentioned you: %(claim)s"),
    News.ANSWERED: later("%(who)s answered: %(claim)s"),
    News.NEEDS_RECHECK: later("To be looked at again: %(claim)s"),
    News.WORDS_CHANGED: later("The article has changed under a review: %(claim)s"),
    News.WEBHOOK_OFF: later("A webhook was switched off"),
}
SENTENCES = {
    News.ASSIGNED: later("%(who)s asks you to review the verdict on this claim."),
    News.RETURNED: later("The verdict on this claim was returned."),
    News.APPROVED: later("The verdict on this claim was approved. It can be published."),
    News.PUBLISHED: later("%(who)s published the verdict on this claim."),
    News.MENTIONED: later("%(who)s mentioned you in a comment on this claim."),
    News.ANSWERED: later("%(who)s answered in a thread on this claim that you take part in."),
    News.NEEDS_RECHECK: later("The published verdict on this claim has to be looked at again."),
    News.WORDS_CHANGED: later(
        "The words of this claim are not in the article any more as they were submitted for review."
    ),
    News.WEBHOOK_OFF: later(
        "A webhook was switched off. What happens is sent when it is on again."
    ),
}
RETRACTED = later("%(who)s published the retraction of the verdict on this claim.")
SUBJECT_LENGTH = 80


def claims_of(lines: Iterable[Notification], by: Actor) -> dict[int | None, Claim]:
    """Return the claims that these are about, by id."""
    ids = {news.event.claim_id for news in lines if news.event.claim_id}
    return {claim.pk: claim for claim in Claim.objects.visible_to(by).filter(pk__in=ids)}


def subject(news: Notification, claim: Claim | None) -> str:
    """Return the subject of a mail about this alone."""
    short = Truncator(claim.statement).chars(SUBJECT_LENGTH) if claim else ""
    return str(SUBJECTS[News(news.kind)]) % {"who": news.event.actor_name, "claim": short}


def sentence(news: Notification) -> str:
    """Return who did what."""
    retracted = news.event.after.get("status") == Status.RETRACTED
    said = RETRACTED if retracted else SENTENCES[News(news.kind)]
    return str(said) % {"who": news.event.actor_name}


def words(news: Notification, by: Actor) -> list[str]:
    """Return what was said with it, as far as this person may see it: a comment, the reasons."""
    if news.kind == News.RETURNED:
        return _why_returned(news.event.object_id, by)
    if news.kind == News.PUBLISHED:
        return _why_revised(news.event.object_id, by)
    return _of_line(news)


def _of_line(news: Notification) -> list[str]:
    """Return what the line itself says."""
    after = news.event.after
    if news.kind in {News.MENTIONED, News.ANSWERED}:
        return [after["text"]]
    if news.kind == News.WORDS_CHANGED:
        return [after["quote"]] if "quote" in after else [str(_("These words are gone."))]
    if news.kind == News.WEBHOOK_OFF:
        return [news.event.reason]
    if news.kind == News.NEEDS_RECHECK:
        known = news.event.before.get("needs_recheck", [])
        return [_why_again(why) for why in after["needs_recheck"] if why not in known]
    return []


def letter(news: Notification, claim: Claim | None, by: Actor) -> str:
    """Return the text of a mail about this alone."""
    said = [quoted(text) for text in words(news, by)]
    return paragraphs([sentence(news), *said, about(news, claim), foot(by.team)])


def about(news: Notification, claim: Claim | None) -> str:
    """Return the claim in its own words, and where its page is; without one, the webhook's."""
    if claim is None:
        return f"{settings.BASE_URL}/webhooks/{news.event.object_id}/"
    place = f"{settings.BASE_URL}/claims/{claim.pk}/"
    return f"{_('The claim:')} {' '.join(claim.statement.split())}\n{place}"


def foot(team: Team) -> str:
    """Return who writes, and where people choose what they get."""
    place = f"{settings.BASE_URL}/notifications/choices/"
    choices = _("Choose what is mailed to you, and when: %(place)s") % {"place": place}
    # Mail programs know what follows this line as a signature.
    return f"-- \n{team.name}\n{choices}"


def quoted(text: str) -> str:
    """Return somebody's words so that they cannot be taken for the desk's."""
    return indent(text, "> ", lambda _line: True)


def paragraphs(parts: Iterable[str]) -> str:
    """Return the parts with an empty line between them."""
    return "\n\n".join(parts) + "\n"


def _why_returned(verdict_id: int, by: Actor) -> list[str]:
    votes = Review.objects.visible_to(by).filter(verdict=verdict_id, vote=Vote.RETURN)
    counted = votes.filter(digest=F("verdict__digest")).select_related("reviewer")
    return [f"{vote.reviewer}: {vote.comment}" for vote in counted]


def _why_revised(verdict_id: int, by: Actor) -> list[str]:
    verdict = Verdict.objects.visible_to(by).get(pk=verdict_id)
    return [f"{verdict.get_kind_display()}: {verdict.reason}"] if verdict.reason else []


def _why_again(why: dict[str, Any]) -> str:
    reason = str(RecheckReason(why["reason"]).label)
    return f"{reason}: {why['note']}" if why["note"] else f"{reason}."
