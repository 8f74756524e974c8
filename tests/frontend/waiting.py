"""Claims that wait: many of them, and in every way in which they can."""

from annotations.actions import assignments, claims, raters, rechecks, reviews, verdicts
from annotations.models import Actor, Claim, Verdict
from tests.cast import (
    Newsroom,
    a_claim,
    a_draft,
    a_rating,
    again,
    an_article,
    evidence_for,
)


def many_claims(by: Actor, number: int, **about: object) -> list[Claim]:
    """So many claims of a text of their own."""
    text = " ".join(f"The harbour has {gate} gates." for gate in range(number))
    article = an_article(by, title=f"{number} gates of {by.user}", text=f"{text} {by.user}")
    return [
        a_claim(by, article, quote=f"harbour has {gate} gates", **about) for gate in range(number)
    ]


def sent(claim: Claim, by: Actor, *, cited_by: Actor | None = None) -> Verdict:
    """The claim's first revision, by this person, in review."""
    evidence_for(claim, cited_by or by)
    return verdicts.submit(a_draft(claim, by), by=by)


def a_busy_desk(newsroom: Newsroom) -> None:
    """Claims in every state, by several writers, with votes, recusals and assignments."""
    erin, charlie = newsroom.erin, newsroom.charlie
    for writer in (newsroom.alice, newsroom.bob, newsroom.dana):
        nobodys, own, rated, draft, *others = many_claims(writer, 11)
        claims.assign(own, by=writer, to=newsroom.bob.user)
        raters.ask(rated, by=writer)
        raters.rate(rated, by=newsroom.bob, rating=a_rating(newsroom.team))
        claims.assign(nobodys, by=writer, to=None)
        a_draft(draft, writer)
        first, *rest = others
        sent(first, writer, cited_by=charlie)
        voted, returned, aside, asked, withdrawn, public = (sent(c, writer) for c in rest)
        reviews.review(voted, by=erin, vote="approve")
        reviews.review(returned, by=erin, vote="return", comment="Look again.")
        for person in (charlie, erin):
            assignments.recuse(aside, by=person, reason="A friend of mine.")
        assignments.assign(asked, by=writer, to=charlie.user)
        verdicts.withdraw(withdrawn, by=writer)
        reviews.review(public, by=charlie, vote="approve")
        verdicts.publish(public, by=erin)
        rechecks.ask(again(public.claim), by=writer, note="There are new accounts.")
