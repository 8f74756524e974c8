"""Delta sync: all that a team may know, once, in order, from wherever a reader stopped."""

from typing import Any

import pytest

from annotations.actions import comments, evidence, reviews, teams, verdicts
from annotations.models import Event, FeedEntry, Role
from tests.api.program import Program
from tests.cast import a_claim, a_person, a_token, again, an_article, evidence_for, in_review

pytestmark = pytest.mark.django_db


class Follower:
    """Keeps a cursor, and reads on from it."""

    def __init__(self, program: Program, more: str = "") -> None:
        self.program, self.more, self.cursor = program, more, "0"

    def read(self) -> list[dict[str, Any]]:
        """Read whatever is new, page after page."""
        found = []
        while True:
            page = self.program.get(f"events/?since={self.cursor}{self.more}").json()
            found += page["results"]
            self.cursor = page["cursor"]
            if page["next"] is None:
                return found

    def words(self) -> list[str]:
        """The same, in words."""
        return [f"{line['noun']}.{line['action']}" for line in self.read()]


@pytest.mark.parametrize("size", [1, 2, 3, 200])
def test_a_follower_reads_every_line_once_and_in_order(victor, newsroom, size):
    in_review(newsroom)
    follower = Follower(victor, f"&page_size={size}")
    lines = follower.read()
    assert [line["id"] for line in lines] == [*FeedEntry.objects.values_list("event_id", flat=True)]
    assert [int(line["cursor"]) for line in lines] == [
        *FeedEntry.objects.values_list("pk", flat=True)
    ]
    assert len(lines) > 6


def test_a_cursor_stays_where_nothing_is_new_and_then_leads_to_what_is(victor, newsroom):
    claim = a_claim(newsroom.alice)
    follower = Follower(victor)
    assert follower.read()
    kept = follower.cursor
    assert (follower.read(), follower.cursor) == ([], kept)
    said = comments.say(claim, by=newsroom.bob, text="Which year?")
    (line,) = follower.read()
    assert (line["noun"], line["action"], line["object_id"]) == ("comment", "comment", said.pk)
    assert (line["article"], line["claim"], line["deleted"]) == (claim.article_id, claim.pk, False)
    assert line["actor"] == {"id": newsroom.bob.user.pk, "name": "Bob"}


def test_the_next_page_has_an_address(victor, newsroom):
    in_review(newsroom)
    first = victor.get("events/?page_size=3&noun=evidence").json()
    assert (first["next"], first["previous"]) == (None, None)
    first = victor.get("events/?page_size=2").json()
    second = victor.get(first["next"].removeprefix("http://testserver")).json()
    whole = victor.get("events/").json()
    assert first["results"] + second["results"] == whole["results"][:4]
    assert first["cursor"] == first["results"][-1]["cursor"]


def test_what_was_removed_leaves_a_tombstone(victor, newsroom):
    source = evidence_for(a_claim(newsroom.alice), newsroom.alice, title="A hoax")
    kept = source.pk
    evidence.remove(source, by=newsroom.alice)
    *earlier, last = Follower(victor, "&noun=evidence").read()
    assert (last["action"], last["object_id"], last["deleted"]) == ("remove", kept, True)
    assert (last["before"]["title"], last["after"]) == ("A hoax", {})
    assert earlier
    assert not any(line["deleted"] for line in earlier)


ADMINS_ONLY = [
    ("erin", ["read", "admin"], True),
    ("erin", ["read", "publish"], False),
    ("dana", ["read", "admin"], False),
    ("victor", ["read"], False),
]


@pytest.mark.parametrize(("who", "scopes", "told"), ADMINS_ONLY)
def test_what_concerns_the_team_itself_is_told_to_its_admins(newsroom, who, scopes, told):
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    guest = a_person("Grace")
    teams.set_role(guest, Role.VIEWER, by=newsroom.erin)
    teams.remove_member(guest, by=newsroom.erin)
    an_article(newsroom.alice)
    lines = Follower(Program(a_token(getattr(newsroom, who), scopes))).read()
    own = [line for line in lines if line["article"] is None]
    expected = ["team.set_policy", "membership.set_role", "membership.remove_member"]
    assert [f"{line['noun']}.{line['action']}" for line in own] == (expected if told else [])
    assert [line["deleted"] for line in own] == ([False, False, True] if told else [])
    assert len(lines) > len(own)


def test_another_team_is_told_nothing(mallory, newsroom):
    claim = a_claim(newsroom.alice)
    assert mallory.get("events/").json() == {
        "next": None,
        "previous": None,
        "cursor": "0",
        "results": [],
    }
    mine = an_article(newsroom.mallory)
    assert {line["article"] for line in Follower(mallory).read()} == {mine.pk}
    assert mallory.get(f"events/?claim={claim.pk}&since=0").status_code == 404


def test_the_feed_is_narrowed_and_the_cursor_goes_on_all_the_same(victor, newsroom):
    verdict = in_review(newsroom)
    other = a_claim(newsroom.bob, an_article(newsroom.bob, url="https://a.example/2"))
    newest = str(FeedEntry.objects.of(newsroom.team.pk).newest())
    tables = [
        (f"&claim={other.pk}", {"claim.highlight", "occurrence.highlight"}),
        ("&noun=verdict", {"verdict.draft", "verdict.submit"}),
        ("&noun=verdict&action=submit", {"verdict.submit"}),
        ("&action=cite", {"evidence.cite"}),
        ("&noun=dossier", set()),
    ]
    for more, expected in tables:
        follower = Follower(victor, more)
        assert set(follower.words()) == expected
        assert follower.cursor == newest
    about = Follower(victor, f"&article={verdict.claim.article_id}").read()
    assert {line["article"] for line in about} == {verdict.claim.article_id}


def test_a_cursor_from_before_the_database_was_set_back_is_refused(victor, newsroom):
    an_article(newsroom.alice)
    beyond = FeedEntry.objects.of(newsroom.team.pk).newest() + 1
    assert victor.get(f"events/?since={beyond}").status_code == 400
    assert victor.get(f"events/?since={beyond - 1}").json()["results"] == []


def test_a_follower_learns_blind_votes_when_they_are_unveiled_and_nothing_before(newsroom, bob):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    followers = [Follower(Program(a_token(p))) for p in (newsroom.victor, newsroom.bob)]
    assert all(follower.read() for follower in followers)
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment="The sum is right.")
    comments.say(verdict.claim, by=newsroom.bob, text="Which year?")
    kept = [follower.cursor for follower in followers]
    assert [follower.read() for follower in followers] == [[], []]
    assert [follower.cursor for follower in followers] == kept
    # Who has voted sees it in the history of the claim, where it has no place in the feed yet.
    own = bob.get(f"events/?claim={verdict.claim_id}").json()["results"]
    assert [line["cursor"] for line in own if line["noun"] in {"review", "comment"}] == [None, None]
    reviews.review(again(verdict), by=newsroom.charlie, vote="approve")
    for follower in followers:
        words = follower.words()
        assert sorted(w for w in words if w.startswith(("review", "comment"))) == [
            "comment.comment",
            "review.approve",
            "review.approve",
        ]
        assert words.count("verdict.approve") == 1


def test_the_votes_of_a_discarded_draft_come_late_and_once(newsroom, victor):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    follower = Follower(victor)
    assert "review.approve" not in follower.words()
    draft = verdicts.withdraw(again(verdict), by=newsroom.alice)
    assert "review.approve" not in follower.words()
    verdicts.discard(draft, by=newsroom.alice)
    assert follower.words().count("review.approve") == 1
    assert FeedEntry.objects.count() == Event.objects.count()
