"""Importing the fact-checks of other newsrooms: once, up to date, and without what is wrong."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annotations.actions.external_checks import import_checks, remove
from annotations.errors import Invalid, NotAllowed, Stale
from annotations.models import Event, ExternalCheck, FeedEntry
from tests.annotations.at_once import at_once
from tests.cast import a_claim_review, again


def test_what_is_there_already_is_left_alone_and_what_is_other_is_brought_up_to_date(newsroom):
    first = import_checks([a_claim_review(1), a_claim_review(2)], by=newsroom.alice)
    assert (first.added, first.updated, len(first.ids)) == (2, 0, 2)
    again_ = import_checks([a_claim_review(1), a_claim_review(2)], by=newsroom.bob)
    assert (again_.ids, again_.added, again_.updated) == (first.ids, 0, 0)
    assert Event.objects.filter(noun="externalcheck").count() == 2
    other = a_claim_review(1, reviewRating={"@type": "Rating", "alternateName": "True"})
    third = import_checks(other, by=newsroom.bob)
    assert (third.ids, third.added, third.updated) == (first.ids[:1], 0, 1)
    check = ExternalCheck.objects.get(pk=first.ids[0])
    assert (check.rating, check.rating_value, check.version) == ("True", None, 2)
    assert check.document == other


def test_the_history_and_the_feed_tell_of_it(newsroom):
    import_checks(a_claim_review(), by=newsroom.alice)
    import_checks(a_claim_review(headline="A title"), by=newsroom.bob)
    made, changed = Event.objects.filter(noun="externalcheck").order_by("seq")
    assert (made.action, made.actor_name, made.after["rating"]) == (
        "import_check",
        "Alice",
        "Mostly false",
    )
    assert changed.after["title"] == "A title"
    assert "document" not in made.after
    assert FeedEntry.objects.filter(event__in=[made, changed]).count() == 2


def test_the_same_claim_at_another_address_is_another_check(newsroom):
    elsewhere = a_claim_review(1, url="https://checks.example/again")
    shouted = a_claim_review(1, claimReviewed="THE BRIDGE carries 1 lorries  a day.")
    report = import_checks([a_claim_review(1), elsewhere], by=newsroom.alice)
    assert report.added == 2
    assert import_checks(shouted, by=newsroom.alice).ids == report.ids[:1]


def test_what_is_wrong_is_named_by_its_place_and_the_rest_is_taken(newsroom):
    sent = [
        a_claim_review(1),
        a_claim_review(2, url="/2"),
        a_claim_review(3, author=None),
        "nonsense",
        a_claim_review(4, url="https://me:secret@checks.example/4"),
        a_claim_review(5, claimReviewed="x" * 5001),
    ]
    report = import_checks(sent, by=newsroom.alice)
    assert len(report.ids) == 2
    assert [(one.index, one.url) for one in report.errors] == [
        (1, "/2"),
        (3, ""),
        (4, "https://me:secret@checks.example/4"),
        (5, "https://checks.example/5"),
    ]
    (warning,) = report.warnings
    assert (warning.index, warning.detail) == (
        2,
        "It does not say who checked the claim: there is no author.",
    )
    assert import_checks(sent, by=newsroom.alice).warnings == report.warnings


def test_a_document_that_contradicts_itself_is_not_believed_twice(newsroom):
    other = a_claim_review(1, reviewRating={"alternateName": "True"})
    report = import_checks([a_claim_review(1), other, a_claim_review(1)], by=newsroom.alice)
    assert (report.added, report.ids) == (1, report.ids[:1] * 2)
    (refused,) = report.errors
    assert refused.index == 1
    assert refused.detail.startswith("An earlier one here says something else")


def test_an_empty_document_is_refused(newsroom):
    for empty in ("[]", '{"@type": "DataFeed", "dataFeedElement": []}', '{"@graph": [{}]}'):
        with pytest.raises(Invalid):
            import_checks(json.loads(empty), by=newsroom.alice)


def test_each_team_has_its_own_and_a_viewer_imports_nothing(newsroom):
    import_checks(a_claim_review(), by=newsroom.alice)
    assert import_checks(a_claim_review(), by=newsroom.mallory).added == 1
    assert ExternalCheck.objects.visible_to(newsroom.alice).count() == 1
    with pytest.raises(NotAllowed):
        import_checks(a_claim_review(2), by=newsroom.victor)


def test_what_was_removed_stays_in_the_history(newsroom):
    report = import_checks(a_claim_review(), by=newsroom.alice)
    check = ExternalCheck.objects.get(pk=report.ids[0])
    with pytest.raises(Stale):
        remove(check, by=newsroom.alice, expected=9)
    with pytest.raises(NotAllowed):
        remove(check, by=newsroom.mallory)
    remove(again(check), by=newsroom.alice, expected=1)
    assert not ExternalCheck.objects.exists()
    line = Event.objects.get(noun="externalcheck", action="remove")
    assert line.before["claim_reviewed"] == check.claim_reviewed


@pytest.mark.django_db(transaction=True)
def test_the_same_feed_imported_at_once_is_kept_once(newsroom):
    feed = [a_claim_review(n) for n in range(5)]
    reports = at_once(4, lambda _n: import_checks(feed, by=newsroom.alice))
    assert sum(report.added for report in reports) == 5
    assert ExternalCheck.objects.count() == 5
    assert len({tuple(report.ids) for report in reports}) == 1


def test_the_command_imports_a_file_and_says_what_was_wrong(newsroom, tmp_path):
    file, out, err = tmp_path / "feed.json", StringIO(), StringIO()
    file.write_text(json.dumps([a_claim_review(1), a_claim_review(2, url=None)]))
    call_command("import_claimreview", str(file), team="harbour-desk", stdout=out, stderr=err)
    assert out.getvalue() == "1 taken: 1 new, 0 updated. 1 refused.\n"
    assert err.getvalue() == "1 -: refused: It has no url.\n"
    assert ExternalCheck.objects.get().imported_by == newsroom.erin.user


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[]", b'{"a": 1, "a": 2}'])
def test_the_command_refuses_what_it_cannot_read(newsroom, tmp_path, content):
    file = tmp_path / "feed.json"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_claimreview", str(file), team="harbour-desk")
