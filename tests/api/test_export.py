"""Everything of a kind as one file: what is in it, what is not, and how much is held at a time."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import tasks
from annotations.actions import comments, reviews, teams
from annotations.exporting import streaming
from annotations.exporting.exports import Export
from annotations.exporting.kinds import KINDS
from annotations.models import Article, Claim, Event, Job, Review, Verdict
from tests.api.program import Program, refused
from tests.cast import (
    QUOTE,
    TEXT,
    a_claim,
    a_token,
    an_article,
    in_review,
    published,
)

pytestmark = pytest.mark.django_db

COLUMNS = {
    "articles": "id external_id title url publisher byline language published_on added_by_id"
    " added_by added_at text_version sha256 words text",
    "claims": "id external_id article statement claimant claimed_on topics priority state quote"
    " start end text_version occurrences assignee_id assignee created_by_id created_by created_at"
    " version verdict rating recheck_on needs_recheck double_rating agreed_rating merged_into",
    "evidence": "id external_id claim url title publisher stance passage note origin primary"
    " added_by_id added_by added_at version",
    "verdicts": "id claim number status kind reason rating rating_label rating_value summary"
    " rationale as_of one_sided_reason one_origin_reason reply_asked_on reply_asked_how"
    " reply_answer reply_not_asked_reason author_id author contributors digest approvals_required"
    " blind approvals created_at submitted_at published_at version",
    "reviews": "id verdict claim reviewer_id reviewer vote comment digest at",
    "events": "id at actor_id actor via action noun object_id claim before after reason hash",
}


def body(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    data: bytes = b"".join(answer.streaming_content)
    return data


def lines(program: Program, kind: str, more: str = "") -> list[dict[str, Any]]:
    """What somebody's export has."""
    data = body(program.get(f"export/?kind={kind}&format=jsonl{more}"))
    return [json.loads(line) for line in data.decode().splitlines()]


def table(program: Program, kind: str) -> list[dict[str, str]]:
    data = body(program.get(f"export/?kind={kind}"))
    return [*csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def test_the_columns_stay(alice, newsroom):
    published(newsroom)
    assert {kind: " ".join(KINDS[kind].columns) for kind in KINDS} == COLUMNS
    for kind, names in COLUMNS.items():
        rows = lines(alice, kind)
        assert rows
        assert all(" ".join(row) == names for row in rows)
        assert all(" ".join(row) == names for row in table(alice, kind))


def test_both_formats_say_the_same(alice, newsroom):
    verdict = published(newsroom, a_claim(newsroom.alice, claimant="=HYPERLINK(1)", topics=["a"]))
    (claim,), (row,) = lines(alice, "claims"), table(alice, "claims")
    start = TEXT.index(QUOTE)
    assert (claim["start"], claim["end"]) == (start, start + len(QUOTE))
    assert claim["quote"] == QUOTE == claim["occurrences"][0]["quote"]
    assert (claim["state"], claim["rating"], claim["verdict"]) == (
        "published",
        "mostly-true",
        verdict.pk,
    )
    assert (claim["claimant"], row["claimant"]) == ("=HYPERLINK(1)", "'=HYPERLINK(1)")
    assert (row["topics"], row["start"], row["assignee"]) == ('["a"]', str(start), "")
    assert json.loads(row["occurrences"]) == claim["occurrences"]
    (article,) = table(alice, "articles")
    assert article["text"] == TEXT
    (review,) = lines(alice, "reviews")
    assert (review["reviewer"], review["vote"]) == ("Bob", "approve")


def test_a_file_has_a_safe_name_and_is_kept_by_nobody_else(alice, newsroom):
    answer = alice.get("export/?kind=claims&format=csv", Accept="text/csv")
    body(answer)
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["Content-Disposition"].startswith('attachment; filename="harbour-desk-claims-20')
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    body(answer := alice.get("export/?kind=claims&format=jsonl"))
    assert answer["Content-Type"] == "application/x-ndjson"


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "?format=csv",
        "?kind=users",
        "?kind=claims&format=xlsx",
        "?kind=claims&kind=events",
        "?kind=claims&since=yesterday",
        "?kind=claims&until=",
        "?kind=claims&page_size=10",
        "?kind=claims&team=2",
        "?kind=%00",
    ],
)
def test_nonsense_is_malformed(alice, asked):
    refused(alice.get(f"export/{asked}"), 400, "malformed")


def test_it_is_narrowed_by_when_things_came_to_be(alice, newsroom):
    first, second, third = (a_claim(newsroom.alice, statement=f"Claim {n}.") for n in range(3))
    since = second.created_at.isoformat().replace("+00:00", "Z")
    until = third.created_at.isoformat().replace("+00:00", "Z")
    found = [row["id"] for row in lines(alice, "claims", f"&since={since}")]
    assert found == [second.pk, third.pk]
    found = [row["id"] for row in lines(alice, "claims", f"&since={since}&until={until}")]
    assert found == [second.pk]
    assert lines(alice, "claims", "&since=2999-01-01") == []
    assert first.pk == lines(alice, "claims")[0]["id"]


@pytest.mark.parametrize("kind", KINDS)
def test_another_team_sees_nothing_of_it(mallory, victor, newsroom, kind):
    published(newsroom)
    assert lines(mallory, kind) == []
    assert lines(victor, kind)


def test_a_token_without_the_scope_to_read_exports_nothing(newsroom, stranger):
    writer = Program(a_token(newsroom.alice, ["suggest"]))
    refused(writer.get("export/?kind=claims"), 403, "not_allowed")
    refused(writer.post("export/", {"kind": "claims"}), 403, "not_allowed")
    refused(stranger.get("export/?kind=claims"), 401)


def test_a_blind_review_stays_blind(alice, bob, newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment="It holds.")
    comments.say(verdict.claim, by=newsroom.bob, text="I looked at page 4.")
    for program in (alice, Program(a_token(newsroom.charlie))):
        assert lines(program, "reviews") == []
        assert {row["noun"] for row in lines(program, "events")} & {"review", "comment"} == set()
        (row,) = lines(program, "verdicts")
        assert (row["blind"], row["approvals"]) == (True, None)
        assert "Bob" not in json.dumps(row)
    assert [row["reviewer"] for row in lines(bob, "reviews")] == ["Bob"]
    (row,) = lines(bob, "verdicts")
    assert (row["blind"], row["approvals"]) == (False, 1)


@pytest.fixture
def small_pages():
    """Pages of three rows."""
    were = {name: kind.page for name, kind in KINDS.items()}
    for kind in KINDS.values():
        object.__setattr__(kind, "page", 3)
    yield 3
    for name, kind in KINDS.items():
        object.__setattr__(kind, "page", were[name])


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_at_a_time_is_read_and_everything_comes_once(alice, newsroom, small_pages, kind):
    for n in range(4):
        published(
            newsroom, a_claim(newsroom.alice, an_article(newsroom.alice, url=f"http://{n}.no"))
        )
    with CaptureQueriesContext(connection) as captured:
        chunks = [*alice.get(f"export/?kind={kind}&format=jsonl").streaming_content]
    ids = [[json.loads(line)["id"] for line in chunk.splitlines()] for chunk in chunks]
    assert max(len(page) for page in ids) == small_pages
    found = [pk for page in ids for pk in page]
    assert found == sorted(set(found))
    own = KINDS[kind].noun._default_manager.visible_to(newsroom.alice)  # type: ignore[attr-defined]
    assert len(found) == own.count() >= 4
    reading = [q["sql"] for q in captured if " LIMIT 3" in q["sql"]]
    assert len(reading) == len(ids)


def test_what_is_written_meanwhile_neither_breaks_it_nor_keeps_it_going(
    alice, newsroom, small_pages
):
    article = an_article(newsroom.alice)
    kept = [a_claim(newsroom.alice, article, statement=f"Claim {n}.").pk for n in range(7)]
    stream = iter(alice.get("export/?kind=claims&format=jsonl").streaming_content)
    found = [next(stream), next(stream)]
    for n in range(7, 20):
        a_claim(newsroom.alice, article, statement=f"Claim {n}.")
    found += stream
    assert [json.loads(line)["id"] for line in b"".join(found).splitlines()] == kept


def test_the_number_of_queries_of_a_page_does_not_grow_with_its_rows(alice, newsroom):
    def queries() -> dict[str, int]:
        found = {}
        for kind in KINDS:
            with CaptureQueriesContext(connection) as captured:
                body(alice.get(f"export/?kind={kind}"))
            found[kind] = len(captured)
        return found

    published(newsroom)
    few = queries()
    for n in range(9):
        article = an_article(newsroom.alice, url=f"https://{n}.example")
        published(newsroom, a_claim(newsroom.alice, article))
    assert queries() == few
    assert (Article.objects.count(), Verdict.objects.count(), Review.objects.count()) == (10,) * 3


def test_so_many_at_once_and_others_are_asked_to_wait(alice, newsroom, monkeypatch):
    monkeypatch.setattr(streaming, "AT_ONCE", 2)
    export = Export(kind="claims", format="csv")
    slow = [streaming.Stream(export, by) for by in (newsroom.bob, newsroom.mallory)]
    answer = alice.get("export/?kind=claims")
    refused(answer, 429, "throttled")
    assert answer["Retry-After"] == str(streaming.PAUSE)
    next(slow[0])  # one that was begun, and one that nobody ever read
    for stream in slow:
        stream.close()
        stream.close()
    for _n in range(5):
        body(alice.get("export/?kind=claims"))


def test_texts_are_not_read_for_what_only_quotes_them(alice, newsroom):
    published(newsroom)
    for kind in ("claims", "evidence", "verdicts", "reviews", "events"):
        with CaptureQueriesContext(connection) as captured:
            body(alice.get(f"export/?kind={kind}"))
        assert not [q for q in captured if '"annotations_articleversion"."text"' in q["sql"]]


def test_a_job_makes_the_same_file(alice, bob, mallory, newsroom):
    published(newsroom)
    answer = alice.post("export/", {"kind": "claims", "format": "csv"})
    assert answer.status_code == 202
    job = answer.json()
    assert (job["kind"], job["state"], job["file"]) == ("export", "waiting", None)
    place = f"jobs/{job['id']}/"
    assert answer["Location"].endswith(f"/api/v1/{place}")
    refused(alice.get(f"{place}file/"), 409, "not_now")
    tasks.work(job["id"])
    done = alice.get(place).json()
    assert (done["state"], done["progress"]) == ("done", 100)
    assert done["file"].endswith(f"/api/v1/{place}file/")
    file = alice.get(f"{place}file/")
    assert body(file) == body(alice.get("export/?kind=claims&format=csv"))
    assert file["Content-Disposition"].startswith('attachment; filename="harbour-desk-claims-')
    for other in (bob, mallory, Program(a_token(newsroom.erin))):
        refused(other.get(f"{place}file/"), 404)
        refused(other.get(place), 404)
        refused(other.post(f"{place}cancel/"), 404)


def test_only_what_an_export_made_is_a_file(alice, newsroom):
    an_article(newsroom.alice)
    refused(alice.get(f"jobs/{Job.objects.get().pk}/file/"), 404)


def test_a_viewer_with_a_reading_token_may_ask_and_the_history_says_so(newsroom):
    reader = Program(a_token(newsroom.victor, ["read"]))
    sent = {"kind": "events", "format": "jsonl", "since": "2025-01-01"}
    first = reader.post("export/", sent)
    assert first.status_code == 202
    assert reader.post("export/", sent).json()["id"] == first.json()["id"]
    assert reader.post("export/", sent | {"kind": "claims"}).json()["id"] != first.json()["id"]
    line = Event.objects.filter(action="export").earliest("pk")
    assert line.after == {"kind": "events", "format": "jsonl", "since": "2025-01-01T00:00:00+00:00"}
    for wrong, status in (
        ({}, 400),
        ({"kind": "users"}, 422),
        ({"kind": 7}, 422),
        ({"kind": "claims", "since": 7}, 400),
        ({"kind": "claims", "file": "a"}, 400),
    ):
        refused(reader.post("export/", wrong), status)


def test_whoever_has_left_the_team_gets_no_file(alice, newsroom):
    a_claim(newsroom.alice)
    job = alice.post("export/", {"kind": "claims"}).json()["id"]
    tasks.work(job)
    teams.remove_member(newsroom.alice.user, by=newsroom.erin)
    assert alice.get(f"jobs/{job}/file/").status_code in {401, 403}
    assert Claim.objects.count() == 1


def test_whoever_exports_already_waits_and_others_do_not(alice, bob, newsroom):
    slow = streaming.Stream(Export(kind="claims", format="csv"), newsroom.alice)
    refused(alice.get("export/?kind=claims"), 429, "throttled")
    body(bob.get("export/?kind=claims"))
    slow.close()
    body(alice.get("export/?kind=claims"))


def test_whoever_asks_about_the_file_only_holds_no_turn(alice, newsroom):
    slow = streaming.Stream(Export(kind="claims", format="csv"), newsroom.alice)
    answer = alice.ask("HEAD", "export/?kind=claims")
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, "text/csv")
    assert list(answer.streaming_content) == []
    slow.close()
    assert alice.ask("HEAD", "export/?kind=users").status_code == 400
