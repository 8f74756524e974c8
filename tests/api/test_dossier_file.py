"""The file from which others verify a fact-check, as the API hands it out."""

import json
from itertools import pairwise

import pytest
from django.core.management import call_command

from annotations.history.keeping import keep
from annotations.models import Verdict
from tests.api.program import refused
from tests.cast import a_claim, corrected, in_review, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings, tmp_path):
    file = tmp_path / "checkpoints.jsonl"
    settings.CHECKPOINTS = settings.CHECKPOINTS._replace(file=file, key="k" * 40, mail="")
    return settings


def test_it_is_byte_for_byte_what_the_command_writes(victor, newsroom, desk, tmp_path):
    verdict = published(newsroom)
    keep(at_once=True)
    file = tmp_path / "fact-check.json"
    call_command("export_dossier", str(verdict.claim_id), str(file))
    answers = [victor.get(f"verdicts/{verdict.pk}/dossier/") for _n in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.content for answer in answers] == [file.read_bytes()] * 2
    assert (
        file.read_bytes()
        == f"{json.dumps(answers[0].json(), ensure_ascii=False, indent=1)}\n".encode()
    )
    name = f"fact-check-{verdict.claim_id}-1.json"
    assert answers[0]["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answers[0]["Content-Type"] == "application/json"


def test_each_published_revision_has_its_own(alice, newsroom, desk):
    first = published(newsroom)
    corrected(newsroom, first, summary="It cost more.")
    keep(at_once=True)
    revisions = Verdict.objects.order_by("number")
    found = [alice.get(f"verdicts/{v.pk}/dossier/").json() for v in revisions]
    assert [value["revision"] for value in found] == [1, 2]
    assert [value["digest"] for value in found] == [v.digest for v in revisions]
    assert all(left["digest"] != right["digest"] for left, right in pairwise(found))


def test_where_there_can_be_none_yet_it_says_why(alice, newsroom, desk):
    waiting = in_review(newsroom, a_claim(newsroom.alice, statement="Not yet."))
    problem = refused(alice.get(f"verdicts/{waiting.pk}/dossier/"), 409, "not_now")
    assert problem["detail"] == "The history does not say that this revision was published."
    verdict = published(newsroom)
    problem = refused(alice.get(f"verdicts/{verdict.pk}/dossier/"), 409, "not_now")
    assert problem["detail"] == "The checkpoints of the history cannot be read."
    assert str(desk.CHECKPOINTS.file) not in json.dumps(problem)
    desk.CHECKPOINTS.file.touch()
    problem = refused(alice.get(f"verdicts/{verdict.pk}/dossier/"), 409, "not_now")
    assert problem["detail"].startswith("No checkpoint has seen this publication yet")


def test_another_team_s_is_not_found(mallory, newsroom, desk):
    verdict = published(newsroom)
    keep(at_once=True)
    refused(mallory.get(f"verdicts/{verdict.pk}/dossier/"), 404)
    refused(mallory.get("verdicts/999999/dossier/"), 404)
