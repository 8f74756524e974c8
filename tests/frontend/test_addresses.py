"""Odd addresses and methods: an answer that fits, never a broken page, whatever the database."""

import pytest
from django.test import Client
from django.urls import resolve, reverse

from frontend import entrance, urls
from tests.cast import a_claim, corrected, published
from tests.frontend.test_isolation import a_webhook
from tests.frontend.visiting import at_desk

WITH_NUMBER = sorted(str(p.name) for p in urls.urlpatterns if "<int:pk>" in str(p.pattern))
TEAM_WIDE = {
    "choose_team", "team_policy", "notifications_read", "notification_choose",
    "rescore", "rescoring", "feed", "sitemap", "robots", "token_issue", "integration_add",
    "export_files", "export_download", "export_ask",
}  # fmt: skip
WITH_A_FORM = {"article_add", "version_add", "external_checks", "webhook_add"}
"""Pages that are sent to themselves."""
HUGE = [2**31, 2**63 - 1, 2**63, 10**19, 10**40, 10**300]


def address(name, number):
    if name == "team_feed":
        return reverse(name, args=["harbour-desk"])
    in_team = ["harbour-desk"] if name.startswith("public") else []
    one_of_it = [1] if name in {"public_superseded", "redeliver", "article_version"} else []
    return reverse(name, args=[*in_team, number, *one_of_it])


@pytest.mark.parametrize("name", WITH_NUMBER)
def test_a_number_that_nothing_has_is_not_found(newsroom, name):
    erin, given = at_desk(newsroom.erin), {"version": 1, "start": 0, "end": 3}
    for number in HUGE:
        place = address(name, number)
        answers = {erin.get(place).status_code, erin.post(place, given).status_code}
        assert 404 in answers
        assert answers <= {404, 405}


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "1.0", "0x1"])
@pytest.mark.parametrize("page", ["claims", "articles", "fact-checks/harbour-desk"])
def test_what_is_no_number_is_not_found(newsroom, page, number):
    assert at_desk(newsroom.alice).get(f"/{page}/{number}/").status_code == 404


@pytest.mark.parametrize("field", ["since", "announced", "version", "team", "assignee"])
@pytest.mark.parametrize("number", HUGE, ids=lambda number: f"{len(str(number))} digits")
def test_a_number_in_a_form_that_nothing_has_breaks_nothing(newsroom, field, number):
    claim = a_claim(newsroom.alice)
    alice, given = at_desk(newsroom.alice), {"version": claim.version, field: number}
    for place in (
        f"/articles/{claim.article_id}/pulse/",
        f"/articles/{claim.article_id}/highlight/",
        f"/claims/{claim.pk}/assign/",
        f"/claims/{claim.pk}/dismiss/",
        f"/claims/{claim.pk}/draft/",
        "/team/",
    ):
        assert alice.get(place, given).status_code < 500
        assert alice.post(place, given).status_code < 500


@pytest.mark.once  # Which methods a page knows is the same on every database.
@pytest.mark.parametrize("page", sorted(entrance.PAGES - WITH_A_FORM))
def test_a_page_is_for_reading(newsroom, page):
    verdict = published(newsroom)
    corrected(newsroom, verdict)
    erin = at_desk(newsroom.erin)
    for place in [*places(verdict), f"/webhooks/{a_webhook(verdict).pk}/"]:
        if resolve(place).url_name == page:
            assert erin.post(place).status_code == 405
            assert erin.head(place).status_code in {200, 302}
            return
    raise AssertionError(f"{page} is not tried.")


@pytest.mark.once  # As above.
@pytest.mark.parametrize("name", sorted({str(p.name) for p in urls.urlpatterns} - entrance.PAGES))
def test_all_that_is_no_page_is_a_verb_or_a_fragment(newsroom, name):
    verdict = published(newsroom)
    place = reverse(name) if name in TEAM_WIDE else address(name, verdict.claim.article_id)
    answer = at_desk(newsroom.alice).get(place)
    assert answer.status_code in {404, 405} or b"<html" not in answer.content


def test_a_stranger_may_only_read_the_front_door(db):
    assert Client().post("/").status_code == 405


def places(verdict):
    claim = verdict.claim
    return [
        "/",
        "/queue/",
        "/notifications/",
        "/notifications/choices/",
        "/team/settings/",
        "/tokens/",
        "/search/",
        "/articles/",
        "/suggestions/",
        "/agreement/",
        "/export/",
        "/webhooks/",
        f"/claims/{claim.pk}/recipients/",
        f"/articles/{claim.article_id}/",
        f"/articles/{claim.article_id}/versions/1/",
        f"/claims/{claim.pk}/",
        "/fact-checks/",
        "/fact-checks/harbour-desk/",
        "/fact-checks/harbour-desk/corrections/",
        f"/fact-checks/harbour-desk/{claim.pk}/",
        f"/fact-checks/harbour-desk/{claim.pk}/card/",
        f"/fact-checks/harbour-desk/{claim.pk}/revisions/1/",
    ]
