"""The page of exports: what people can ask for, and what they get."""

import pytest

from annotations import tasks
from annotations.actions import exports as actions
from annotations.exporting import streaming
from annotations.exporting.exports import Export
from annotations.exporting.kinds import KINDS
from annotations.models import Job
from frontend.forms import exports as forms
from tests.cast import a_claim, again, published
from tests.frontend.visiting import at_desk, queries, words

pytestmark = pytest.mark.django_db

PLACE = "/export/"
CLAIMS = {"kind": "claims", "format": "csv"}


def body(answer):
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_page_offers_every_kind_and_is_in_the_menu(newsroom):
    victor = at_desk(newsroom.victor)
    page = victor.get(PLACE)
    assert [kind for kind, _label in forms.KINDS] == list(KINDS)
    for _kind, label in [*forms.KINDS, *forms.FORMATS]:
        assert str(label) in words(page)
    assert b'href="/export/"' in victor.get("/articles/").content


def test_a_download_is_the_file_of_what_was_chosen(newsroom):
    published(newsroom)
    alice = at_desk(newsroom.alice)
    answer = alice.post(f"{PLACE}download/", CLAIMS)
    assert answer["Content-Disposition"].startswith('attachment; filename="harbour-desk-claims-')
    export = Export(kind="claims", format="csv")
    assert body(answer) == b"".join(chunk.data for chunk in export.chunks(newsroom.alice))
    day = {"since": "2025-01-01", "until": "2025-01-02"}
    assert body(alice.post(f"{PLACE}download/", CLAIMS | day)).count(b"\r\n") == 1


@pytest.mark.parametrize("verb", ["download", "ask"])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kind": "users", "format": "csv"},
        {"kind": "claims", "format": "xlsx"},
        CLAIMS | {"since": "yesterday"},
        CLAIMS | {"since": "2025-02-02", "until": "2025-02-01"},
        CLAIMS | {"until": "9999-12-31"},
        CLAIMS | {"since": "0001-01-01"},
    ],
)
def test_nonsense_is_said_beside_its_field(newsroom, verb, given):
    answer = at_desk(newsroom.alice).post(f"{PLACE}{verb}/", given)
    assert answer.status_code == 422
    assert b"field-error" in answer.content
    assert not Job.objects.filter(kind=actions.KIND).exists()


def test_a_prepared_file_shows_how_far_it_is_and_then_its_link(newsroom):
    a_claim(newsroom.alice)
    alice = at_desk(newsroom.alice)
    page = alice.post(f"{PLACE}ask/", CLAIMS, follow=True)
    assert "The file is being made. It will stand below." in words(page)
    assert "0 % done" in words(page)
    assert b'hx-get="/export/files/"' in page.content
    job = Job.objects.get(kind=actions.KIND)
    tasks.work(job.pk)
    part = alice.get(f"{PLACE}files/")
    assert b"hx-get" not in part.content
    assert f'href="/jobs/{job.pk}/file/"'.encode() in part.content
    assert body(alice.get(f"/jobs/{job.pk}/file/")).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({}, "Of all days"),
        ({"since": "2025-05-01"}, "Added or made since 1 May 2025"),
        ({"until": "2025-05-31"}, "Added or made up to 31 May 2025"),
        (
            {"since": "2025-05-01", "until": "2025-05-01"},
            "Added or made from 1 May 2025 to 1 May 2025",
        ),
    ],
)
def test_a_prepared_file_names_its_days(newsroom, days, said):
    alice = at_desk(newsroom.alice)
    alice.post(f"{PLACE}ask/", CLAIMS | days)
    assert f"CSV, for spreadsheets · now {said}" in words(alice.get(PLACE))


def test_a_file_that_is_being_made_can_be_cancelled(newsroom):
    alice = at_desk(newsroom.alice)
    alice.post(f"{PLACE}ask/", CLAIMS)
    job = Job.objects.get(kind=actions.KIND)
    back = alice.post(f"/jobs/{job.pk}/cancel/", headers={"Referer": f"http://testserver{PLACE}"})
    assert back["Location"] == PLACE
    assert again(job).state == "cancelled"
    assert "Cancelled" in words(alice.get(PLACE))


def test_others_see_nothing_of_it(newsroom):
    job = actions.ask(Export(kind="claims", format="csv"), by=newsroom.alice)
    tasks.work(job.pk)
    for other in (newsroom.bob, newsroom.erin, newsroom.mallory):
        desk = at_desk(other)
        assert "Your files" not in words(desk.get(PLACE))
        assert desk.get(f"/jobs/{job.pk}/file/").status_code == 404
        assert desk.post(f"/jobs/{job.pk}/cancel/").status_code == 404


def test_where_she_downloads_already_the_worker_makes_the_file(newsroom):
    export = Export(kind="claims", format="csv")
    slow = streaming.Stream(export, newsroom.alice)
    page = at_desk(newsroom.alice).post(f"{PLACE}download/", CLAIMS, follow=True)
    assert "The file is being made." in words(page)
    slow.close()


def test_the_page_takes_as_many_queries_for_many_files(newsroom):
    alice = at_desk(newsroom.alice)

    def asked(number):
        for day in range(number):
            since = f"2025-01-{day + 1:02}"
            alice.post(f"{PLACE}ask/", CLAIMS | {"since": since})
        return queries(alice, PLACE)

    assert asked(2) == asked(12)
