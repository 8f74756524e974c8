"""The people whom every test knows, and the things that they make, by the desk's own actions.

`newsroom` is The Harbour Desk: Alice contributes, Bob and Charlie review, Dana publishes, Erin
administers, Victor reads. Mallory administers another team, The Ridge Post.
"""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions import articles, claims, evidence, reviews, teams, verdicts, versions
from annotations.models import (
    Actor,
    Article,
    ArticleVersion,
    Claim,
    Evidence,
    Membership,
    Rating,
    Role,
    Team,
    Token,
    User,
    Verdict,
)
from annotations.models.actor import SCOPES, SCREEN
from annotations.suggesting.scorers import Scores

PASSWORD = "a harbour with a light"
TITLE = "The harbour tunnel opens in May"
TEXT = """The harbour tunnel opens in May

The tunnel under the harbour cost 412 million euros, the port authority said on Tuesday. 🚢⚓
It is 3.2 kilometres long, longer than any other road tunnel in the region. 👩‍🔧 Engineers \
finished the lining in March 2025.

“No other tunnel was built faster”, said Mayor Inga Holm. Critics call it a monument.

Traffic on the old bridge fell by 38 % within a week, according to the road office 🇳🇴."""
QUOTE = "cost 412 million euros"


@dataclass(frozen=True)
class Newsroom:
    """A team and its people as actors at their screens; and Mallory of another team."""

    team: Team
    alice: Actor
    bob: Actor
    charlie: Actor
    dana: Actor
    erin: Actor
    victor: Actor
    mallory: Actor


@pytest.fixture
def newsroom(db: None) -> Newsroom:
    """The Harbour Desk, with nothing in it yet. Everybody's password is PASSWORD."""
    return a_newsroom()


ROLES = {
    "alice": Role.CONTRIBUTOR,
    "bob": Role.REVIEWER,
    "charlie": Role.REVIEWER,
    "dana": Role.PUBLISHER,
    "victor": Role.VIEWER,
}


def a_newsroom() -> Newsroom:
    """The same, for those who are no test; in few queries, since nearly every test begins here."""
    erin = a_person("Erin")
    team = teams.found_team("The Harbour Desk", "harbour-desk", admin=erin)
    users = User.objects.bulk_create(somebody(name.title()) for name in ROLES)
    people = list(zip(users, ROLES.values(), strict=True))
    Membership.objects.bulk_create(
        Membership(team=team, user=user, role=role) for user, role in people
    )
    actors = [at_screen(user, team, role) for user, role in people]
    members = dict(zip(ROLES, actors, strict=True))
    erins = at_screen(erin, team, Role.ADMIN)
    return Newsroom(team=team, erin=erins, mallory=a_stranger(), **members)


def somebody(name: str, *, at: str = "harbourdesk.example", **about: Any) -> User:
    """A person who is not saved yet, and can sign in, unless it is a program."""
    user = User(email=f"{name.lower()}@{at}", name=name, **about)
    user.set_password(None if user.is_integration else PASSWORD)
    return user


def a_person(name: str, **about: Any) -> User:
    """Somebody who is in no team yet."""
    user = somebody(name, **about)
    user.save()
    return user


def a_member(team: Team, name: str, role: Role, **about: Any) -> Actor:
    """Somebody new in a team. Written straight, so that the team's history starts empty."""
    user = a_person(name, **about)
    Membership.objects.create(team=team, user=user, role=role)
    return at_screen(user, team, role)


def a_stranger() -> Actor:
    """Mallory, who administers The Ridge Post."""
    mallory = a_person("Mallory", at="ridgepost.example")
    team = teams.found_team("The Ridge Post", "ridge-post", admin=mallory)
    return at_screen(mallory, team, Role.ADMIN)


def at_screen(user: User, team: Team, role: Role) -> Actor:
    """Somebody whose membership was just written."""
    return Actor(user=user, team=team, role=role, via=SCREEN, scopes=frozenset(SCOPES))


def actor(user: User, team: Team) -> Actor:
    """A member at the screen."""
    found = Actor.member(user, team)
    assert found, f"{user} is not in {team}."
    return found


def an_article(by: Actor, *, title: str = TITLE, text: str = TEXT, **about: Any) -> Article:
    """An article added to the actor's team; the same words again are the same article."""
    article, _created = articles.add_article(
        articles.NewArticle(title=title, text=text, **about), by=by
    )
    return article


def a_version(article: Article, text: str) -> ArticleVersion:
    """A later text of an article, by whoever added the first; now its current one."""
    by = actor(article.added_by, article.team)
    version, _created, _counts = versions.add_version(article, by=by, text=text)
    article.current = version
    return version


@dataclass
class Believer:
    """A model that believes what a sentence says of itself: “This one is worth 0.83 of a look.”"""

    model_id: str = "believer-1"
    broad: float = 0.2
    strict: float = 0.6
    at_once: int = 1_000

    def score(self, sentences: Sequence[str]) -> list[Scores]:
        """Take the first number below one; a sentence without any is worth nothing."""
        said = [re.search(r"\b0\.\d+", sentence) for sentence in sentences]
        worth = [float(found[0]) if found else 0.0 for found in said]
        return [Scores(1 - p, 0.0, p) for p in worth]


def worth(*scores: float) -> str:
    """A text of so many sentences, each worth what a Believer is to think of it."""
    return "\n\n".join(
        f"Sentence number {n} is worth {score} of a look." for n, score in enumerate(scores, 1)
    )


def a_claim(
    by: Actor, article: Article | None = None, *, quote: str = QUOTE, **about: Any
) -> Claim:
    """A claim on the first place where these words stand."""
    version = (article or an_article(by)).current
    assert version, "This article has no text."
    start = version.text.index(quote)
    claim, _created = claims.highlight(version, by=by, start=start, end=start + len(quote), **about)
    return claim


def evidence_for(claim: Claim, by: Actor, **about: Any) -> Evidence:
    """A source for the claim, with the passage relied on."""
    given = {
        "url": "https://port.example/accounts-2025",
        "title": "Accounts of the port authority",
        "stance": "supports",
        "passage": "Total cost of the tunnel: 412.3 million euros.",
    }
    return evidence.cite(claim, by=by, **(given | about))


def a_rating(team: Team, slug: str = "mostly-true") -> Rating:
    """A word of the team's scale."""
    return Rating.objects.get(scale__team=team, slug=slug)


def an_answer(team: Team, **content: Any) -> dict[str, Any]:
    """All that a verdict has to say before it can be submitted."""
    return {
        "rating": a_rating(team),
        "summary": "The accounts confirm the figure.",
        "rationale": "The port authority's accounts name **412.3 million** euros.",
        "as_of": dt.date(2025, 11, 20),
        "one_sided_reason": "We searched the archive and found nothing that speaks against it.",
        "one_origin_reason": "The accounts are the only record of the cost.",
        "reply_asked_on": dt.date(2025, 11, 18),
        "reply_asked_how": "by e-mail to the press office",
    } | content


def a_draft(claim: Claim, by: Actor, **content: Any) -> Verdict:
    """A first revision that says all it has to; the evidence is not its business."""
    return verdicts.draft(claim, by=by, **an_answer(by.team, **content))


def in_review(newsroom: Newsroom, claim: Claim | None = None) -> Verdict:
    """Alice's first revision, with evidence, submitted."""
    claim = claim or a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    return verdicts.submit(a_draft(claim, newsroom.alice), by=newsroom.alice)


def approved(newsroom: Newsroom, claim: Claim | None = None) -> Verdict:
    """The same, approved by Bob, which is enough in a new team."""
    verdict = in_review(newsroom, claim)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    verdict.refresh_from_db()
    return verdict


def published(newsroom: Newsroom, claim: Claim | None = None) -> Verdict:
    """The same, published by Dana."""
    return verdicts.publish(approved(newsroom, claim), by=newsroom.dana)


def corrected(newsroom: Newsroom, verdict: Verdict, kind: str = "correction", **to: Any) -> Verdict:
    """A revision by Alice of what is published, through the whole way, with other content."""
    draft = verdicts.revise(verdict, by=newsroom.alice, kind=kind, reason="We misread it.")
    verdicts.edit(draft, by=newsroom.alice, **to)
    sent = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(sent, by=newsroom.charlie, vote="approve")
    return verdicts.publish(sent, by=newsroom.dana)


def retracted(newsroom: Newsroom, verdict: Verdict, reason: str = "It was a forgery.") -> Verdict:
    """The retraction of what is published, through the whole way."""
    draft = verdicts.retract(verdict, by=newsroom.alice, reason=reason)
    sent = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(sent, by=newsroom.charlie, vote="approve")
    return verdicts.publish(sent, by=newsroom.dana)


def again(thing: Any) -> Any:
    """The thing as it is in the database now."""
    return type(thing).objects.get(pk=thing.pk)


def a_token(of: Actor, scopes: Collection[str] = SCOPES, *, days: float = 7) -> str:
    """The key of a token in use that carries these scopes, also those that its owner cannot use.

    Written straight, so that the team's history starts empty.
    """
    about = {"user": of.user, "team": of.team, "scopes": list(scopes)}
    token, key = Token.fresh(lasts=dt.timedelta(days=days), last_used_at=timezone.now(), **about)
    token.save()
    return key


def a_claim_review(number: int = 1, **about: Any) -> dict[str, Any]:
    """What another newsroom says of a claim, as ClaimReview. None leaves a property out."""
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"https://checks.example/{number}",
        "datePublished": "2025-11-20T10:00:00+00:00",
        "author": {"@type": "Organization", "name": "Checks", "url": "https://www.checks.example/"},
        "claimReviewed": f"The bridge carries {number} lorries a day.",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Inga Holm"},
            "datePublished": "2025-11-18",
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "Mostly false",
            "ratingValue": 2,
            "bestRating": 5,
            "worstRating": 1,
        },
    }
    return {name: value for name, value in (review | about).items() if value is not None}
