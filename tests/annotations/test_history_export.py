"""`manage.py export_dossier`: strangers verify a fact-check with the lines of docs/verify.md."""

import json
import re
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from annotations.actions import claims, reviews, verdicts
from annotations.history.entries import read
from annotations.history.keeping import keep
from annotations.models import Event, Stream
from annotations.text.digests import canonical_json
from tests.annotations import tampering as t
from tests.annotations.forging import FORGED, everything_for_another_dossier
from tests.cast import a_claim, an_article, approved, evidence_for, published
from tests.house.source import ROOT
from tests.infrastructure.unguarded import lower

DOCUMENT = (ROOT / "docs" / "verify.md").read_text(encoding="utf-8")
SECRET = "The minister's brother owns the company."


@pytest.fixture(scope="session")
def script(tmp_path_factory):
    """The lines of the document, as somebody saves them."""
    script = tmp_path_factory.mktemp("others") / "verify.py"
    (lines,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    script.write_text(lines, encoding="utf-8")
    return script


@pytest.fixture
def desk(settings, tmp_path):
    file = tmp_path / "checkpoints.jsonl"
    settings.CHECKPOINTS = settings.CHECKPOINTS._replace(file=file, key="k" * 40, mail="")
    return settings


@pytest.fixture
def verdict(newsroom, desk):
    """A fact-check published while others worked on a secret claim of the same article."""
    article = an_article(newsroom.alice)
    a_claim(newsroom.alice, article, quote="3.2 kilometres", statement=SECRET)
    claim = a_claim(newsroom.alice, article)
    verdict = approved(newsroom, claim)
    a_claim(newsroom.alice, article, quote="March 2025", statement=f"{SECRET} Again.")
    verdicts.publish(verdict, by=newsroom.dana)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="update", reason="News.")
    verdicts.edit(draft, by=newsroom.alice, summary=f"Not yet public: {SECRET}")
    keep(at_once=True)
    return verdict


@pytest.fixture
def exported(verdict, tmp_path):
    file = tmp_path / "fact-check.json"
    call_command("export_dossier", str(verdict.claim_id), str(file))
    return file


def verified(script, file):
    """What the lines of the document say of a file, in an environment of their own."""
    argv = [sys.executable, "-I", "-W", "error::SyntaxWarning", str(script), str(file)]
    return subprocess.run(argv, capture_output=True, text=True, check=False)


def test_others_verify_it_with_the_lines_of_the_document(script, exported, verdict, desk):
    done = verified(script, exported)
    assert (done.returncode, done.stderr) == (0, "")
    line = Event.objects.get(noun="verdict", action="publish", object_id=verdict.pk)
    entry = read(desk.CHECKPOINTS.file.read_text().strip())
    said = dict(re.split(r"  +| (?=\S+$)", row, maxsplit=1) for row in done.stdout.splitlines()[:2])
    assert said == {"Digest": verdict.digest, "Approved by": "Bob"}
    assert re.search(r"Published by Dana 20\S+\+00:00\n", done.stdout)
    assert re.search(rf"Line's hash +{line.hash}\n", done.stdout)
    assert re.search(rf"Checkpoint +1 {entry.hash}\n", done.stdout)


def test_who_received_the_mail_computes_the_same_hash(exported, desk, script):
    (command,) = re.findall(r"python -c '(.*)' < mail", DOCUMENT)
    mail = desk.CHECKPOINTS.file.read_text()
    argv = [sys.executable, "-I", "-c", command]
    own = subprocess.run(argv, input=mail, capture_output=True, text=True, check=True).stdout
    assert own.strip() in verified(script, exported).stdout


def test_who_has_the_key_can_check_the_signature(exported, desk):
    mac = json.loads(exported.read_text())["mac"]
    entry = read(desk.CHECKPOINTS.file.read_text().strip())
    assert mac == entry.mac
    assert entry.is_signed_with("k" * 40)


def test_the_line_is_the_one_that_the_public_page_names(exported, verdict, client):
    line = json.loads(exported.read_text())["published"]["hash"]
    page = client.get(f"/fact-checks/harbour-desk/{verdict.claim_id}/").content.decode()
    assert f'<code class="digest">{line}</code>' in page


def test_it_tells_nothing_of_other_claims_nor_of_what_comes_later(exported, verdict):
    text = exported.read_text()
    assert SECRET not in text
    assert "kilometres" not in text
    assert verdict.claim.statement in text
    told = [line["facts"]["claim_id"] for line in json.loads(text)["lines"] if "facts" in line]
    assert {*told} == {verdict.claim_id}
    assert len(told) > 5


def test_what_is_not_told_cannot_be_guessed_without_its_salt(exported, verdict):
    value = json.loads(exported.read_text())
    stream = Stream.objects.get(article=verdict.claim.article_id)
    last = stream.events.order_by("seq").last()
    assert value["lines"][-1].keys() == {"sealed"}
    assert last.salt not in exported.read_text()


def test_the_approvals_name_who_and_the_digest(exported, verdict):
    (approval,) = json.loads(exported.read_text())["approvals"]
    assert (approval["name"], approval["digest"]) == ("Bob", verdict.digest)


def test_it_goes_from_the_claims_first_line_to_a_head_that_the_checkpoint_saw(exported, verdict):
    value = json.loads(exported.read_text())
    stream = Stream.objects.get(article=verdict.claim.article_id)
    first = stream.events.filter(claim_id=verdict.claim_id).order_by("seq").first()
    assert (value["first"], value["start"]) == (first.seq, first.prev)
    assert value["head"] == [stream.name, stream.seq, stream.head]
    assert value["page"].endswith(f"/fact-checks/harbour-desk/{verdict.claim_id}/")


def test_a_head_among_many_is_proved(script, newsroom, desk, tmp_path):
    published(newsroom, a_claim(newsroom.alice))
    other = an_article(newsroom.alice, text="This other tunnel cost 3 million.")
    verdict = published(newsroom, a_claim(newsroom.alice, other, quote="cost 3 million"))
    for number in range(5):
        an_article(newsroom.alice, text=f"Text number {number}.")
    keep(at_once=True)
    file = tmp_path / "fact-check.json"
    call_command("export_dossier", str(verdict.claim_id), str(file))
    assert len(json.loads(file.read_text())["path"]) == 3
    assert verified(script, file).returncode == 0


@pytest.mark.parametrize("forge", FORGED)
def test_a_file_that_was_forged_does_not_verify(script, exported, forge):
    value = json.loads(exported.read_text())
    forge(value)
    exported.write_text(json.dumps(value))
    done = verified(script, exported)
    assert done.returncode == 1
    assert FORGED[forge] in done.stderr


def test_whoever_forges_all_of_it_has_another_checkpoint(script, exported, desk):
    value = json.loads(exported.read_text())
    everything_for_another_dossier(value)
    from annotations.history.merkle import leaf, root

    value["path"], value["checkpoint"]["root"] = [], root([leaf(value["head"])]).hex()
    exported.write_bytes(canonical_json(value))
    done = verified(script, exported)
    assert done.returncode == 0
    assert read(desk.CHECKPOINTS.file.read_text().strip()).hash not in done.stdout


def refusal(verdict_or_number, tmp_path):
    number = getattr(verdict_or_number, "claim_id", verdict_or_number)
    with pytest.raises(CommandError) as refused:
        call_command("export_dossier", str(number), str(tmp_path / "file.json"))
    assert not (tmp_path / "file.json").exists()
    return str(refused.value)


def test_what_is_not_published_is_not_exported(newsroom, desk, tmp_path):
    claim = approved(newsroom).claim
    keep(at_once=True)
    assert refusal(claim.pk, tmp_path) == f"Fact-check {claim.pk} is not published."
    assert refusal(99_999, tmp_path) == "Fact-check 99999 is not published."


def test_what_no_checkpoint_has_seen_is_not_exported(newsroom, desk, tmp_path):
    verdict = approved(newsroom)
    keep(at_once=True)
    verdicts.publish(verdict, by=newsroom.dana)
    assert "No checkpoint has seen this publication yet" in refusal(verdict, tmp_path)
    desk.CHECKPOINTS.file.unlink()
    assert "No such file" in refusal(verdict, tmp_path)


def test_a_history_that_does_not_verify_is_not_exported(verdict, tmp_path):
    lower()
    stream = Stream.objects.get(article=verdict.claim.article_id)
    t.edit(stream, stream.seq)
    assert "The history does not verify" in refusal(verdict, tmp_path)


def test_lines_from_before_they_were_sealed_cannot_be_passed_over(verdict, tmp_path):
    lower()
    stream = Stream.objects.get(article=verdict.claim.article_id)
    t.on_line(stream, stream.seq, "salt", "")
    assert f"Line {stream.seq} is from before" in refusal(verdict, tmp_path)


def test_a_place_that_cannot_be_written_is_named(verdict, tmp_path):
    with pytest.raises(CommandError, match="none"):
        call_command("export_dossier", str(verdict.claim_id), str(tmp_path / "none" / "file"))


def test_a_correction_is_exported_with_its_own_approvals(script, newsroom, desk, tmp_path):
    verdict = published(newsroom)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="correction", reason="Misread.")
    evidence_for(draft.claim, newsroom.alice, url="https://port.example/2", title="Second")
    claims.edit(draft.claim, by=newsroom.alice, claimant="Port authority")
    verdicts.submit(draft, by=newsroom.alice)
    reviews.review(draft, by=newsroom.charlie, vote="approve")
    verdicts.publish(draft, by=newsroom.dana)
    keep(at_once=True)
    file = tmp_path / "correction.json"
    call_command("export_dossier", str(verdict.claim_id), str(file))
    done = verified(script, file)
    assert done.returncode == 0, done.stderr
    assert "Approved by  Charlie\n" in done.stdout
