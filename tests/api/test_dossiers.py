"""A dossier travels from one desk to another and back, and stays the same bytes."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annotations.actions.teams import found_team
from annotations.actions.verdicts import revise
from annotations.history import merkle
from annotations.history.keeping import keep
from annotations.models import Dossier, Event
from annotations.text.digests import canonical_json
from tests.annotations.forging import FORGED
from tests.api.program import Program, refused
from tests.cast import a_token, actor, published, retracted

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings, tmp_path):
    file = tmp_path / "checkpoints.jsonl"
    settings.CHECKPOINTS = settings.CHECKPOINTS._replace(file=file, key="k" * 40, mail="")


@pytest.fixture
def exported(newsroom, desk, tmp_path):
    """What The Harbour Desk hands out of a fact-check."""
    verdict = published(newsroom)
    revise(verdict, by=newsroom.alice, kind="update", reason="News.")
    keep(at_once=True)
    file = tmp_path / "fact-check.json"
    call_command("export_dossier", str(verdict.claim_id), str(file))
    return file.read_bytes()


def test_exported_imported_elsewhere_and_exported_again_it_is_the_same_bytes(
    exported, newsroom, mallory
):
    answer = mallory.post("dossiers/", exported)
    assert answer.status_code == 201
    back = mallory.get(answer["Location"].removeprefix("http://testserver"))
    assert back.content == exported
    assert back["Content-Type"] == "application/json"
    third = actor(newsroom.bob.user, found_team("Third", "third", admin=newsroom.bob.user))
    onward = Program(a_token(third))
    answer = onward.post("dossiers/", back.content)
    assert onward.get(f"dossiers/{answer.json()['id']}/").content == exported


def test_what_the_api_hands_out_is_taken_as_it_is(exported, alice, mallory):
    verdict = json.loads(exported)["verdict"]
    out = alice.get(f"verdicts/{verdict}/dossier/")
    pk = mallory.post("dossiers/", out.content).json()["id"]
    assert mallory.get(f"dossiers/{pk}/").content == out.content == exported


def test_it_says_what_it_is_about_and_who_answers_for_it(exported, newsroom, mallory):
    told = mallory.post("dossiers/", exported).json()
    file = json.loads(exported)
    assert told["statement"] == "cost 412 million euros"
    assert (told["rating"], told["digest"]) == ("Mostly true", file["digest"])
    assert (told["approved_by"], told["published_by"]) == (["Bob"], "Dana")
    assert told["page"] == file["page"]
    assert told["checkpoint"] == file["checkpoint"]["number"]
    assert mallory.get("dossiers/").json()["results"] == [told]
    line = Event.objects.get(noun="dossier")
    assert (line.action, line.actor_name, line.after["digest"]) == (
        "import_dossier",
        "Mallory",
        file["digest"],
    )


def test_the_same_again_in_any_spacing_is_the_same_dossier(exported, mallory):
    first = mallory.post("dossiers/", exported)
    again = mallory.post("dossiers/", canonical_json(json.loads(exported)))
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert mallory.get(f"dossiers/{first.json()['id']}/").content == exported
    assert Event.objects.filter(noun="dossier").count() == 1


def test_who_has_it_gets_no_second_copy(exported, mallory):
    pk = mallory.post("dossiers/", exported).json()["id"]
    tag = mallory.get(f"dossiers/{pk}/")["ETag"]
    answer = mallory.get(f"dossiers/{pk}/", If_None_Match=tag)
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("forge", FORGED)
def test_a_manipulated_one_is_refused_with_what_does_not_fit(exported, mallory, forge):
    file = json.loads(exported)
    forge(file)
    problem = refused(mallory.post("dossiers/", file), 422, "invalid")
    assert FORGED[forge] in problem["detail"]
    assert not Dossier.objects.exists()


def told(file, noun):
    return next(line for line in file["lines"] if line.get("facts", {}).get("noun") == noun)


MANGLED = [
    lambda f: f.update(claim=99),
    lambda f: f.update(revision=2),
    lambda f: f.update(verdict=99),
    lambda f: f.update(note="And believe this too."),
    lambda f: f["lines"][0].update(sealed="0" * 64),
    lambda f: f["lines"][0].clear(),
    lambda f: f["checkpoint"].update(note="And this."),
    lambda f: f["approvals"][0].update(at="2020-01-01T00:00:00+00:00"),
    lambda f: f["published"].update(note="And this."),
    lambda f: f["head"].append("And this."),
    lambda f: f["path"].append(["left", "00"]),
    lambda f: f["path"].append(["up", "00" * 32]),
    lambda f: f["path"].append([]),
    lambda f: f.pop("lines"),
    lambda f: f.pop("dossier"),
    lambda f: f.update(schema=2),
    lambda f: f.update(dossier={}),
    lambda f: f.update(lines="abc"),
    lambda f: f.update(first="1"),
    lambda f: f.update(page="javascript:alert(1)"),
    lambda f: f["checkpoint"].update(number="x"),
    lambda f: told(f, "verdict")["facts"].update(at=7),
    lambda f: f["checkpoint"].update(number=float("inf")),
]


@pytest.mark.parametrize("mangle", MANGLED)
def test_nothing_rides_along_that_nothing_vouches_for(exported, mallory, mangle):
    file = json.loads(exported)
    mangle(file)
    body = json.dumps(file).replace("Infinity", "1e999").encode()
    refused(mallory.post("dossiers/", body), 422, "invalid")


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": 1, "a": 2}', b"\xff", b"[" * 5000])
def test_what_is_no_json_is_malformed(mallory, body):
    refused(mallory.post("dossiers/", body), 400 if body else 422)


@pytest.mark.parametrize("body", [b"[]", b"{}", b"7", b'{"dossier": {}, "schema": 1}'])
def test_what_is_no_dossier_is_refused(mallory, body):
    refused(mallory.post("dossiers/", body), 422, "invalid")


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8])
def test_a_path_leads_from_each_leaf_to_the_root_and_says_on_which_side(number):
    leaves = [merkle.leaf(n) for n in range(number)]
    for index, leaf in enumerate(leaves):
        way = merkle.path(leaves, index)
        assert merkle.climb(leaf, way) == merkle.root(leaves)
        for side, other in way[:1]:
            with pytest.raises(ValueError, match=side.upper()):
                merkle.climb(leaf, [(side.upper(), other)])


def test_a_retraction_says_so(newsroom, desk, mallory, tmp_path):
    verdict = retracted(newsroom, published(newsroom))
    keep(at_once=True)
    file = tmp_path / "retraction.json"
    call_command("export_dossier", str(verdict.claim_id), str(file))
    assert mallory.post("dossiers/", file.read_bytes()).json()["rating"] == "Retracted"


def test_another_team_sees_none_and_a_viewer_brings_none(exported, mallory, alice, victor):
    pk = mallory.post("dossiers/", exported).json()["id"]
    refused(alice.get(f"dossiers/{pk}/"), 404)
    assert alice.get("dossiers/").json()["results"] == []
    refused(victor.post("dossiers/", exported), 403)


def test_the_command_imports_it(exported, newsroom, tmp_path):
    file, out = tmp_path / "fact-check.json", StringIO()
    call_command("import_dossier", str(file), team="ridge-post", stdout=out)
    assert "It fits in itself." in out.getvalue()
    assert Dossier.objects.get().text.encode() == exported
    value = json.loads(exported)
    value["approvals"] = []
    file.write_text(json.dumps(value))
    with pytest.raises(CommandError, match="approvals are others"):
        call_command("import_dossier", str(file), team="ridge-post")
