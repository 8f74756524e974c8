"""Checkpoints: written in time, signed, kept outside the database, and mailed."""

import datetime as dt
import json
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from annotations import tasks
from annotations.history import entries, files, keeping, mailing, merkle
from annotations.history.keeping import CannotKeep, keep
from annotations.models import Checkpoint, Stream
from factcheck import settings as base
from tests.annotations.at_once import at_once
from tests.annotations.tampering import drop, put_end_right
from tests.cast import an_article
from tests.infrastructure.patience import eventually
from tests.infrastructure.unguarded import lower

KEY = "k" * 40


@pytest.fixture(autouse=True)
def desk(settings, tmp_path):
    """Settings of this test alone."""
    file = tmp_path / "checkpoints.jsonl"
    settings.CHECKPOINTS = settings.CHECKPOINTS._replace(file=file, key=KEY, every=1000, mail="")
    return settings


@pytest.fixture
def newsroom(newsroom):
    """One that has begun to work: two lines are written."""
    an_article(newsroom.alice, text="The first text.")
    return newsroom


def written(desk):
    with files.reading(desk.CHECKPOINTS.file) as file:
        return [*files.entries_of(file)]


def test_the_first_one_holds_how_every_stream_ends(newsroom, desk):
    article = an_article(newsroom.alice)
    (entry,) = keep()
    assert written(desk) == [entry]
    assert {*entry.heads} == {
        (stream.name, stream.seq, stream.head) for stream in Stream.objects.filter(seq__gt=0)
    }
    assert f"article:{article.pk}" in {name for name, _seq, _head in entry.heads}
    assert entry.lines == sum(Stream.objects.values_list("seq", flat=True))
    assert entry.is_signed_with(KEY)
    assert not entry.is_signed_with("l" * 40)
    assert Checkpoint.objects.get().hash == entry.hash


def test_the_next_ones_hold_only_what_changed_and_name_the_one_before(newsroom):
    keep()
    article = an_article(newsroom.alice, text="Another text.")
    (second,) = keep(at_once=True)
    assert [name for name, _seq, _head in second.heads] == [f"article:{article.pk}"]
    assert second.number == 2
    assert second.prev == Checkpoint.objects.get(number=1).hash
    assert keep(at_once=True) == []


def test_one_is_due_after_so_many_lines(newsroom, desk):
    keep()
    an_article(newsroom.alice)  # two lines
    desk.CHECKPOINTS = desk.CHECKPOINTS._replace(every=3)
    assert keep() == []
    an_article(newsroom.alice, text="Another text.")
    assert [entry.number for entry in keep()] == [2]
    assert keep() == []


def test_one_is_due_after_a_day_with_a_change(newsroom):
    keep()
    tomorrow = timezone.now() + dt.timedelta(days=1)
    with patch("django.utils.timezone.now", return_value=tomorrow):
        assert keep() == []
        an_article(newsroom.alice)
        assert [entry.number for entry in keep()] == [2]


def test_an_entry_stays_short_however_many_streams_there_are(newsroom, monkeypatch, desk):
    for number in range(6):
        an_article(newsroom.alice, text=f"Text number {number}.")
    monkeypatch.setattr(keeping, "MOST_HEADS", 3)
    assert [len(entry.heads) for entry in keep()] == [3, 3, 1]
    assert len(written(desk)) == Checkpoint.objects.count() == 3
    assert keep(at_once=True) == []


def test_without_a_key_none_is_written(newsroom, desk):
    desk.CHECKPOINTS = desk.CHECKPOINTS._replace(key="")
    with pytest.raises(CannotKeep, match="FACTCHECK_CHECKPOINT_KEY"):
        keep()
    with pytest.raises(CommandError, match="FACTCHECK_CHECKPOINT_KEY"):
        call_command("checkpoint")
    assert not desk.CHECKPOINTS.file.exists()


def test_a_place_that_cannot_be_written_is_named(newsroom, desk, tmp_path):
    desk.CHECKPOINTS = desk.CHECKPOINTS._replace(file=tmp_path / "none" / "file")
    with pytest.raises(CannotKeep, match="none/file"):
        keep()


def test_a_writer_who_died_before_the_database_knew_does_no_harm(newsroom, desk):
    keep()
    an_article(newsroom.alice)
    with patch("annotations.history.keeping._note"):
        keep(at_once=True)
    an_article(newsroom.alice, text="Another text.")
    keep(at_once=True)
    assert [*Checkpoint.objects.order_by("number").values_list("number", flat=True)] == [1, 2, 3]
    call_command("verify_history")


def test_it_is_on_the_disk_before_the_database_knows(newsroom):
    known = []
    with patch("os.fsync", lambda _file: known.append(Checkpoint.objects.count())):
        keep()
    assert known == [0]
    assert Checkpoint.objects.count() == 1


def test_a_writer_who_died_in_the_middle_of_a_line_does_no_harm(newsroom, desk):
    keep()
    with desk.CHECKPOINTS.file.open("a") as file:
        file.write('{"number":2,"at":')
    call_command("verify_history")
    an_article(newsroom.alice)
    keep(at_once=True)
    assert [entry.number for entry in written(desk)] == [1, 2]


@pytest.mark.parametrize("what", ["cut", "empty", "another desk's"])
def test_a_file_that_does_not_go_with_the_database_is_not_written_on(newsroom, desk, what):
    keep()
    an_article(newsroom.alice)
    keep(at_once=True)
    lines = desk.CHECKPOINTS.file.read_text().splitlines(keepends=True)
    foreign = entries.signed(None, at="", lines=1, heads=[("team:1", 1, "0" * 64)], key=KEY)
    kept = {"cut": lines[:1], "empty": [], "another desk's": [f"{foreign.text()}\n"] * 2}
    desk.CHECKPOINTS.file.write_text("".join(kept[what]))
    an_article(newsroom.alice, text="Another text.")
    with pytest.raises(CannotKeep, match="does not go with the database"):
        keep(at_once=True)
    assert desk.CHECKPOINTS.file.read_text() == "".join(kept[what])


@pytest.mark.parametrize("key", [KEY, "l" * 40])
def test_a_new_database_does_not_take_over_another_ones_file(newsroom, desk, key):
    foreign = entries.signed(None, at="", lines=1, heads=[("team:1", 1, "0" * 64)], key=key)
    desk.CHECKPOINTS.file.write_text(f"{foreign.text()}\n")
    with pytest.raises(CannotKeep, match="does not go with the database"):
        keep(at_once=True)


def test_lost_lines_are_complained_of_at_the_next_checkpoint(newsroom, caplog):
    article = an_article(newsroom.alice)
    keep()
    lower()
    stream = Stream.objects.get(article=article)
    drop(stream, first=2)
    put_end_right(stream)
    keep(at_once=True)
    assert f"Lines of article:{article.pk} are gone: run manage.py verify_history." in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_do_not_write_the_same(newsroom, desk):
    for number in range(3):
        an_article(newsroom.alice, text=f"Text number {number}.")
    at_once(8, lambda _number: keep(at_once=True))
    assert [entry.number for entry in written(desk)] == [1]
    call_command("verify_history")


def test_the_command_says_what_it_wrote(newsroom, desk, capsys):
    call_command("checkpoint")
    assert capsys.readouterr().out == f"Checkpoint 1: {Checkpoint.objects.get().hash}\n"
    call_command("checkpoint")
    assert "Nothing has changed" in capsys.readouterr().out


def test_the_worker_writes_and_mails_them(newsroom, desk):
    desk.CHECKPOINTS = desk.CHECKPOINTS._replace(mail="notary@elsewhere.example")
    tasks.checkpoint()
    tasks.checkpoint()
    (message,) = mail.outbox
    (entry,) = written(desk)
    assert message.to == ["notary@elsewhere.example"]
    assert message.subject == "Checkpoint 1 of the history of http://127.0.0.1:8000"
    assert entries.read(message.body.strip()) == entry
    assert not Checkpoint.objects.filter(to_mail=True).exists()


def test_what_could_not_be_mailed_is_mailed_later(newsroom, desk, monkeypatch, caplog):
    desk.CHECKPOINTS = desk.CHECKPOINTS._replace(mail="notary@elsewhere.example")

    def refuse(*_args, **_options):
        raise ConnectionRefusedError("nobody is there")

    with monkeypatch.context() as broken:
        broken.setattr(mailing, "send_mail", refuse)
        tasks.checkpoint()
    assert "nobody is there" in caplog.text
    assert not mail.outbox
    tasks.checkpoint()
    assert len(mail.outbox) == 1


def test_without_an_address_nothing_is_mailed_later(newsroom, desk):
    tasks.checkpoint()
    desk.CHECKPOINTS = desk.CHECKPOINTS._replace(mail="notary@elsewhere.example")
    tasks.checkpoint()
    assert not mail.outbox


def test_the_worker_says_why_there_is_none(newsroom, desk, caplog):
    desk.CHECKPOINTS = desk.CHECKPOINTS._replace(key="")
    tasks.checkpoint()
    assert "No checkpoint of the history: There is no key" in caplog.text


@pytest.fixture
def workers_file():
    """Where real workers write, without what those of other tests wrote."""
    base.CHECKPOINTS.file.unlink(missing_ok=True)
    return base.CHECKPOINTS.file


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_writes_one_by_itself(workers_file, worker, newsroom):
    assert eventually(lambda: Checkpoint.objects.filter(number=1).exists())
    assert Checkpoint.objects.get().hash == entries.read(workers_file.read_text().strip()).hash


@pytest.mark.once
@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 13])
def test_a_path_leads_from_every_leaf_to_the_root(number):
    leaves = [merkle.leaf(["stream", seq]) for seq in range(number)]
    for index, leaf in enumerate(leaves):
        up = leaf
        for side, other in merkle.path(leaves, index):
            pair = [bytes.fromhex(other), up] if side == "left" else [up, bytes.fromhex(other)]
            up = merkle.root(pair)
        assert up == merkle.root(leaves)


@pytest.mark.once
def test_another_leaf_gives_another_root():
    roots = {merkle.root([merkle.leaf(n) for n in some]) for some in ([], [1], [1, 2], [2, 1])}
    assert len(roots) == 4


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    ["", "x", "[]", "{}", '{"heads":[]}', '{"heads":[[1]]}', json.dumps({"heads": 1, "number": 1})],
)
def test_what_is_no_entry_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        entries.read(text)


@pytest.mark.once
@pytest.mark.parametrize(
    ("old", "new"),
    [('"number":1', '"number": 1'), ("team:1", "team:2"), ('"lines":1', '"lines":"1"')],
)
def test_an_entry_that_is_written_otherwise_is_refused(old, new):
    text = entries.signed(None, at="", lines=1, heads=[("team:1", 1, "0")], key=KEY).text()
    assert entries.read(text).number == 1
    assert old in text
    with pytest.raises(ValueError, match=r"root"):
        entries.read(text.replace(old, new))
