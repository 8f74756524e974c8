"""`If-None-Match` and `If-Match: *`: what a client has is not sent again, and only that."""

import json

import pytest

from annotations.actions import evidence, teams
from annotations.models import Claim, Membership, Role
from tests.api.program import Program, refused
from tests.cast import a_claim, a_draft, a_token, again, evidence_for, in_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(newsroom):
    """One address of every kind that can be read, in Alice's team."""
    verdict = in_review(newsroom)
    claim, article = verdict.claim, verdict.claim.article
    cms = teams.add_integration("Our CMS", by=newsroom.erin).user
    return [
        "me/",
        "ratings/",
        f"teams/{newsroom.team.pk}/",
        f"articles/{article.pk}/?expand=claims,suggestions",
        f"articles/{article.pk}/versions/1/",
        f"claims/{claim.pk}/",
        "claims/",
        f"claims/{claim.pk}/comments/",
        f"evidence/{claim.evidence.get().pk}/",
        f"verdicts/{verdict.pk}/",
        f"verdicts/{verdict.pk}/reviews/",
        f"integrations/{cms.pk}/",
        f"jobs/{newsroom.team.jobs.filter(kind='suggest').get().pk}/",
        "notifications/choices/",
        "suggestions/quality/",
    ]


def test_what_the_client_has_is_not_sent_again(alice, places):
    for place in places:
        first = alice.get(place)
        assert first.status_code == 200, place
        tag = first["ETag"]
        assert tag.startswith('"'), place
        for known in (tag, f'"other", {tag}', f"W/{tag}", "*"):
            unchanged = alice.get(place, If_None_Match=known)
            assert (unchanged.status_code, unchanged.content) == (304, b""), (place, known)
            assert unchanged["ETag"] == tag
            assert "Content-Type" not in unchanged
        for other in ('"other"', tag.strip('"'), "nonsense", ""):
            whole = alice.get(place, If_None_Match=other)
            assert (whole.status_code, whole.content) == (200, first.content), (place, other)
        assert alice.ask("HEAD", place, If_None_Match=tag).status_code == 304


def test_a_thing_is_sent_again_when_anything_that_is_shown_of_it_has_changed(alice, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}/"

    def seen_again(tag):
        answer = alice.get(path, If_None_Match=tag)
        assert answer.status_code == 200
        assert alice.get(path, If_None_Match=answer["ETag"]).status_code == 304
        return answer["ETag"]

    tag = seen_again('"1"')
    source = evidence_for(claim, newsroom.bob)  # of the claim itself, nothing changes
    tag = seen_again(tag)
    evidence.remove(source, by=newsroom.bob)
    tag = seen_again(tag)
    Membership.objects.filter(user=newsroom.alice.user).update(role=Role.VIEWER)
    tag = seen_again(tag)  # what she may do has changed
    assert again(claim).version == 1


def test_what_changes_only_beside_a_thing_does_not_stand_in_the_way_of_a_change(alice, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}/"
    read = alice.get(path)["ETag"]
    evidence_for(claim, newsroom.bob)
    changed = alice.patch(path, {"claimant": "The port"}, If_Match=read)
    assert changed.status_code == 200
    assert alice.get(path, If_None_Match=changed["ETag"]).status_code == 304
    stale = alice.patch(path, {"claimant": "Nobody"}, If_Match=read)
    refused(stale, 412, "stale")
    assert alice.get(path, If_None_Match=stale["ETag"]).status_code == 304


def test_what_was_refused_has_no_tag_and_is_never_unchanged(alice, mallory, newsroom):
    path = f"claims/{a_claim(newsroom.alice).pk}/"
    refused(mallory.get(path, If_None_Match="*"), 404)
    refused(Program("").get(path, If_None_Match="*"), 401)
    refused(alice.get("claims/?page_size=0", If_None_Match="*"), 400)


def test_a_star_minds_no_version_but_the_thing_has_to_be_there(alice, mallory, newsroom):
    claim = a_claim(newsroom.alice)
    source, draft = evidence_for(claim, newsroom.alice), a_draft(claim, newsroom.alice)
    changes = {
        f"claims/{claim.pk}/": {"claimant": "X"},
        f"evidence/{source.pk}/": {"note": "X"},
        f"verdicts/{draft.pk}/": {"summary": "X"},
        "notifications/choices/": {},
    }
    for path, change in changes.items():
        for _ in range(2):
            assert alice.patch(path, change, If_Match="*").status_code == 200, path
    refused(mallory.patch(f"claims/{claim.pk}/", {"claimant": "Y"}, If_Match="*"), 404)
    path = f"evidence/{source.pk}/"
    assert alice.delete(path, If_Match="*").status_code == 204
    refused(alice.delete(path, If_Match="*"), 404)
    assert Claim.objects.get().claimant == "X"


def test_every_change_needs_its_tag(newsroom, places):
    erin = Program(a_token(newsroom.erin))
    token = erin.post("tokens/", {"scopes": ["read"]}).json()["id"]
    nouns = ("claims/", "evidence/", "verdicts/", "integrations/")
    own = [path for path in places if path.startswith(nouns) and path.count("/") == 2]
    assert len(own) == len(nouns)
    for path in (*own, f"tokens/{token}/", f"teams/{newsroom.team.pk}/", "notifications/choices/"):
        answers = [erin.patch(path, {}), erin.ask("PUT", path, {}), erin.delete(path)]
        statuses = [answer.status_code for answer in answers]
        assert 428 in statuses, path
        assert set(statuses) <= {428, 405}, path


def test_the_schema_says_so_of_all_of_them(client):
    schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    changes = {
        f"{method} {path}": {p["name"]: p.get("required") for p in about["parameters"]}
        for path, methods in json.loads(schema.content)["paths"].items()
        for method, about in methods.items()
        if method in {"patch", "put", "delete"}
    }
    assert "delete /api/v1/tokens/{id}/" in changes
    assert [change for change, named in changes.items() if not named.get("If-Match")] == []


def test_two_readers_who_may_do_different_things_have_different_tags(alice, victor, newsroom):
    path = f"claims/{a_claim(newsroom.alice).pk}/"
    hers = alice.get(path)["ETag"]
    assert victor.get(path, If_None_Match=hers).status_code == 200
