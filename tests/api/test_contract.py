"""What the API says about itself, about the desk's health, and about its own bugs."""

import json
from dataclasses import fields

import pytest
from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connection
from django.test import Client
from django.utils import timezone

from annotations.actions.verdicts import CHECKS
from annotations.models import Heartbeat, Policy
from annotations.models.notification import News
from api import health
from tests.api.program import Program, refused
from tests.cast import PASSWORD, a_claim, a_token, an_article

pytestmark = pytest.mark.django_db


def test_the_schema_is_openapi_3_1_and_names_every_resource(client):
    schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    described = json.loads(schema.content)
    assert described["openapi"] == "3.1.0"
    paths = described["paths"]
    assert {"post", "get"} <= set(paths["/api/v1/articles/"])
    assert {"get", "patch", "delete"} <= set(paths["/api/v1/evidence/{id}/"])
    submit = paths["/api/v1/verdicts/{id}/submit/"]["post"]
    assert all(
        "application/problem+json" in submit["responses"][s]["content"] for s in ("409", "412")
    )
    assert "Idempotency-Key" in [p["name"] for p in submit["parameters"]]
    schemes = described["components"]["securitySchemes"]
    assert (schemes["token"]["in"], schemes["token"]["name"]) == ("header", "Authorization")
    assert (schemes["session"]["in"], schemes["session"]["name"]) == ("cookie", "sessionid")


def test_the_schema_says_where_a_tag_has_to_be_named_and_where_it_can(client):
    schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    paths = json.loads(schema.content)["paths"]

    def tag(path: str, method: str) -> bool | None:
        """Whether If-Match is required; None where it is not spoken of."""
        named = {p["name"]: p for p in paths[f"/api/v1/{path}"][method].get("parameters", [])}
        return named["If-Match"].get("required", False) if "If-Match" in named else None

    assert tag("claims/{id}/", "patch") is tag("evidence/{id}/", "delete") is True
    assert tag("teams/{id}/", "patch") is tag("notifications/choices/", "patch") is True
    for path in (
        "verdicts/{id}/submit/",
        "verdicts/{id}/discard/",
        "verdicts/{id}/publish/",
        "claims/{id}/dismiss/",
        "claims/{id}/merge/",
        "claims/{id}/schedule-recheck/",
        "comments/{id}/resolve/",
        "comments/{id}/reopen/",
    ):
        assert tag(path, "post") is False
    assert tag("verdicts/{id}/take/", "post") is tag("verdicts/{id}/revise/", "post") is False
    assert tag("claims/{claim}/comments/", "post") is False
    assert tag("assignments/{id}/release/", "post") is tag("claims/", "post") is None
    publish = paths["/api/v1/verdicts/{id}/publish/"]["post"]
    assert not publish["requestBody"].get("required")


def test_the_schema_describes_how_good_the_suggestions_are(client):
    schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    described = json.loads(schema.content)
    shapes = described["components"]["schemas"]
    assert shapes["LevelEnum"]["enum"] == ["strict", "usual", "broad"]
    assert set(shapes["Quality"]["properties"]) == {"by_model", "by_month", "balance"}
    assert set(shapes["Balance"]["properties"]) == {"claimants", "outlets"}
    depths = shapes["Figures"]["properties"]["precision_at"]["additionalProperties"]
    assert depths["type"] == ["number", "null"]
    paths = described["paths"]
    asked = paths["/api/v1/suggestions/quality/"]["get"]["parameters"]
    assert [parameter["name"] for parameter in asked] == ["If-None-Match"]
    listed = paths["/api/v1/suggestions/"]["get"]["parameters"]
    assert "show" in [p["name"] for p in listed]
    assert "202" in paths["/api/v1/suggestions/rescore/"]["post"]["responses"]
    assert "200" in paths["/api/v1/jobs/{id}/cancel/"]["post"]["responses"]


def test_the_schema_describes_the_whole_review(client):
    schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    described = json.loads(schema.content)
    shapes, paths = described["components"]["schemas"], described["paths"]

    def sent(path: str, method: str = "post") -> set[str]:
        body = paths[f"/api/v1/{path}"][method]["requestBody"]["content"]["application/json"]
        name = body["schema"]["$ref"].rsplit("/", 1)[-1]
        return set(shapes[name]["properties"])

    assert sent("verdicts/{id}/retract/") == {"kind", "reason"}
    assert sent("verdicts/{id}/assign/") == {"reviewer"}
    assert sent("verdicts/{id}/recuse/") == {"reason"}
    assert sent("claims/{id}/schedule-recheck/") == {"on"}
    assert sent("claims/{id}/ask-for-recheck/") == sent("claims/{id}/settle-recheck/") == {"note"}
    assert sent("claims/{claim}/comments/") == {"text", "parent"}
    assert sent("notifications/read/") == {"up_to"}
    assert sent("notifications/choices/", "patch") == set(News.values)
    assert sent("teams/{id}/", "patch") == {field.name for field in fields(Policy)}
    assert set(CHECKS) | {"kind", "reason"} < sent("verdicts/{id}/", "patch")
    assert set(shapes["Policy"]["properties"]) == {field.name for field in fields(Policy)}
    assert shapes["VoteEnum"]["enum"] == ["approve", "return", "dissent"]
    verdict = shapes["Verdict"]["properties"]
    assert verdict["approvals"]["type"] == ["integer", "null"]
    assert verdict["blind"]["type"] == "boolean"
    assert verdict["reviews"]["items"] == {"$ref": "#/components/schemas/Review"}
    for path in ("verdicts/{id}/take/", "verdicts/{id}/assign/", "claims/{claim}/comments/"):
        assert "201" in paths[f"/api/v1/{path}"]["post"]["responses"]


@pytest.mark.once  # It is drawn without asking a database.
def test_the_schema_is_valid_and_drawn_without_a_warning(tmp_path):
    file = tmp_path / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(file))
    assert file.read_text().startswith("openapi: 3.1.0")


def test_the_documentation_loads_nothing_from_elsewhere_and_no_inline_script(client):
    page = client.get("/api/docs/")
    assert page.status_code == 200
    html = page.content.decode()
    assert "http://" not in html.replace("http://testserver", "")
    assert "https://" not in html
    assert html.count("<script>") == 0
    policy = page["Content-Security-Policy"]
    scripts = next(part for part in policy.split(";") if "script-src" in part)
    assert "unsafe" not in scripts
    assert client.get("/api/docs/?script=").status_code == 200


def test_without_a_token_there_is_a_401_that_says_how_to_get_in(stranger):
    response = stranger.get("claims/")
    refused(response, 401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Token"
    assert stranger.get("published/").status_code == 200


def test_a_token_does_only_what_its_scopes_say(newsroom):
    claim = a_claim(newsroom.alice)
    reader = Program(a_token(newsroom.alice, ["read"]))
    assert reader.get("claims/").status_code == 200
    problem = refused(reader.post(f"claims/{claim.pk}/dismiss/"), 403, "not_allowed")
    assert "suggest" in problem["detail"]
    assert not any(a["allowed"] for a in reader.get(f"claims/{claim.pk}/").json()["open_actions"])
    writer = Program(a_token(newsroom.alice, ["suggest"]))
    refused(writer.get("claims/"), 403, "not_allowed")
    assert writer.post(f"claims/{claim.pk}/dismiss/").status_code == 200


def test_a_token_with_every_scope_does_no_more_than_its_owner(victor, newsroom):
    article = an_article(newsroom.alice)
    refused(victor.post("claims/", {"article": article.pk, "exact": "Critics"}), 403)


def test_the_web_session_works_with_csrf(newsroom):
    browser = Client(enforce_csrf_checks=True)
    assert browser.login(username=newsroom.alice.user.email, password=PASSWORD)
    assert browser.get("/api/v1/me/").json()["name"] == "Alice"
    body = {"title": "T", "text": "Some words."}
    without = browser.post("/api/v1/articles/", body, content_type="application/json")
    refused(without, 403)
    browser.get("/accounts/login/")
    browser.cookies["csrftoken"] = "a" * 32
    named = {"X-CSRFToken": "a" * 32}
    sent = browser.post("/api/v1/articles/", body, content_type="application/json", headers=named)
    assert sent.status_code == 201


def test_somebody_in_no_team_is_told_so(newsroom):
    newsroom.alice.user.memberships.all().delete()
    browser = Client()
    browser.force_login(newsroom.alice.user)
    assert "not a member" in refused(browser.get("/api/v1/claims/"), 403)["detail"]


def test_a_bug_is_noted_and_told_without_its_inside(alice, monkeypatch, caplog):
    monkeypatch.setattr("annotations.actions.versions.canonical", lambda _text: 1 / 0)
    problem = refused(alice.post("articles/", {"title": "T", "text": "Words."}), 500, "error")
    assert "division" not in str(problem)
    assert "ZeroDivisionError" in caplog.text


def test_what_breaks_before_a_view_is_a_problem_too(alice, monkeypatch):
    def broken(*_args):
        raise DatabaseError("The disk is full.")

    monkeypatch.setattr("frontend.middleware._memberships", broken)
    problem = refused(alice.get("me/"), 500, "error")
    assert "disk" not in str(problem)


def test_the_process_lives(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_how_it_goes_is_only_asked(path):
    assert Client(enforce_csrf_checks=True).post(path).status_code == 405


@pytest.mark.parametrize("path", ["/api/v1/me/", "/api/v1/published/", "/api/schema/", "/api/x"])
def test_a_host_that_is_not_the_desk_s_is_a_problem(path):
    for host in ("elsewhere.example", "a b", "[", ""):
        answer = Client(raise_request_exception=False).get(path, HTTP_HOST=host)
        refused(answer, 400, "malformed")


def test_it_is_ready_when_all_parts_answer(client, monkeypatch):
    monkeypatch.setitem(health.PARTS, "broker", lambda: True)
    unready = client.get("/readyz")
    assert (unready.status_code, unready.json()["parts"]["worker"]) == (503, "down")
    Heartbeat.objects.create(name="worker", at=timezone.now())
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")


def test_it_says_which_part_is_down(client):
    Heartbeat.objects.create(name="worker", at=timezone.now())
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": "ok", "broker": "down", "worker": "ok"}


def test_a_database_that_is_gone_is_said_to_be_down(client, monkeypatch):
    def gone(*_args):
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert (answer.json()["parts"]["database"], answer.json()["parts"]["worker"]) == (
        "down",
        "down",
    )


def test_a_real_broker_is_seen(client, redis_server):
    assert client.get("/readyz").json()["parts"]["broker"] == "ok"
