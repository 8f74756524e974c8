"""`manage.py verify_history`: what chains alone cannot show, checkpoints do."""

import json
from functools import partial as p
from itertools import count
from threading import Event as Flag
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from annotations.history import entries
from annotations.history.keeping import keep
from annotations.history.verifying import verify
from annotations.models import Stream
from tests.annotations import tampering as t
from tests.annotations.tampering import sql, steps
from tests.cast import a_claim, an_article, published
from tests.infrastructure.unguarded import lower, unguarded

KEY = "k" * 40


@pytest.fixture
def file(settings, tmp_path):
    """The file of this test's checkpoints."""
    file = tmp_path / "checkpoints.jsonl"
    settings.CHECKPOINTS = settings.CHECKPOINTS._replace(file=file, key=KEY, every=1000, mail="")
    return file


@pytest.fixture
def stream(newsroom, file):
    """A stream with three checkpoints of it: at line 2, at its first claim, at its end."""
    article = an_article(newsroom.alice)
    keep(at_once=True)
    claim = a_claim(newsroom.alice, article)
    keep(at_once=True)
    published(newsroom, claim)
    keep(at_once=True)
    return Stream.objects.get(article=article)


def wrong(file, key=KEY):
    with_guard = verify(file, key).wrong
    return [sentence for sentence in with_guard if "triggers" not in sentence]


def seen(file):
    """How the stream ended at each checkpoint."""
    return [json.loads(line)["heads"][0][1] for line in file.read_text().splitlines()]


def test_a_history_that_nobody_altered_verifies(stream, file, capsys):
    call_command("verify_history")
    said = f"{stream.seq} lines in 1 streams: all as written. 3 checkpoints vouch for {stream.seq}"
    assert capsys.readouterr().out == f"{said} of them.\n"


def test_the_first_bad_line_of_each_stream_is_named(stream, newsroom, file):
    other = Stream.objects.get(article=an_article(newsroom.alice, text="Another text."))
    with unguarded():
        t.edit(stream, 4)
        t.edit(stream, 5)
        t.edit(other, 1)
    with pytest.raises(CommandError) as refused:
        call_command("verify_history")
    assert str(refused.value).splitlines() == [
        f"{stream.name}: line 4 was altered: its hash is not that of what it says.",
        f"{other.name}: line 1 was altered: its hash is not that of what it says.",
    ]


AGAIN = "were written anew: checkpoint"
HIDDEN = {
    "the end cut and the stream's end put right": (
        lambda s: steps(p(t.drop, first=s.seq - 1), t.put_end_right)(s),
        "lines {before} to {end} were removed: checkpoint 3 saw a line {end}.",
    ),
    "written anew from the first line on": (
        steps(p(t.edit, seq=1), p(t.hash_on, first=1)),
        f"lines 1 to {{one}} {AGAIN} 1 saw another line {{one}}.",
    ),
    "written anew from the second checkpoint on": (
        lambda s: steps(p(t.edit, seq=s.seq - 1), p(t.hash_on, first=s.seq - 1))(s),
        f"lines {{after}} to {{end}} {AGAIN} 3 saw another line {{end}}.",
    ),
    "all lines gone and the stream's end put right": (
        steps(p(t.drop, first=0), t.put_end_right),
        "the whole stream is gone; lines 1 to {end} were removed: checkpoint 3 saw a line {end}.",
    ),
    "the whole stream gone": (
        t.erase,
        "the whole stream is gone; lines 1 to {end} were removed: checkpoint 3 saw a line {end}.",
    ),
    "one dropped and the others chained anew": (
        lambda s: steps(
            p(t.drop, first=s.seq - 2, last=s.seq - 2),
            p(t.shift, first=s.seq - 1, by=-1),
            p(t.hash_on, first=s.seq - 2),
        )(s),
        "line {end} was removed: checkpoint 3 saw a line {end}.",
    ),
    "one put between and the others chained anew": (
        lambda s: steps(p(t.insert, seq=s.seq - 1), p(t.hash_on, first=s.seq - 1))(s),
        f"lines {{after}} to {{end}} {AGAIN} 3 saw another line {{end}}.",
    ),
    "two swapped and chained anew": (
        steps(p(t.swap, one=1, other=2), p(t.hash_on, first=1)),
        f"lines 1 to {{one}} {AGAIN} 1 saw another line {{one}}.",
    ),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_what_was_hidden_by_hashing_on_is_named(stream, file, what):
    act, sentence = HIDDEN[what]
    one, two, end = seen(file)
    lower()
    act(stream)
    expected = sentence.format(one=one, after=two + 1, before=end - 1, end=end)
    assert wrong(file) == [f"{stream.name}: {expected}"]


@pytest.mark.parametrize("what", HIDDEN)
def test_later_checkpoints_do_not_hide_it(stream, file, what):
    act, _sentence = HIDDEN[what]
    lower()
    act(stream)
    keep(at_once=True)
    assert len(wrong(file)) == 1


def test_what_no_checkpoint_covers_is_said(stream, newsroom, file, capsys):
    an_article(newsroom.alice, text="Another text.")
    call_command("verify_history")
    assert "Not checked: Whether the 2 lines that no checkpoint covers" in capsys.readouterr().out


def test_that_there_is_no_file_is_said(newsroom, file, capsys):
    an_article(newsroom.alice)
    call_command("verify_history")
    said = capsys.readouterr().out
    assert f"Not checked: Checkpoints: {file} cannot be read (No such file" in said
    assert "none was written yet" in said


def test_that_there_is_no_key_is_said(stream, settings, capsys):
    settings.CHECKPOINTS = settings.CHECKPOINTS._replace(key="")
    call_command("verify_history")
    said = capsys.readouterr().out
    assert "Not checked: Who signed the checkpoints: there is no FACTCHECK_CHECKPOINT_KEY" in said


def test_a_copy_elsewhere_can_be_given(stream, file, tmp_path):
    copy = tmp_path / "mails.jsonl"
    file.rename(copy)
    call_command("verify_history", checkpoints=copy)
    with pytest.raises(CommandError, match="3 were written"):
        call_command("verify_history")


def forged(text, **changes):
    """The same entry with other content, consistent in itself, signed with another key."""
    value = json.loads(text)
    heads = [(name, seq, changes.get("head", own)) for name, seq, own in value["heads"]]
    entry = entries.signed(
        None, at=value["at"], lines=value["lines"], heads=heads, key=changes.get("key", "l" * 40)
    )
    named = {**json.loads(entry.text()), "number": value["number"], "prev": value["prev"]}
    return entries.read(json.dumps(named, sort_keys=True, separators=(",", ":"))).text()


FILES = {
    "forged": (
        lambda old: [old[0], forged(old[1], head="0" * 64), old[2]],
        "Checkpoint 2 is forged: it is not signed with this desk's key.",
    ),
    "altered": (
        lambda old: [old[0], old[1].replace("article:", "article:9"), old[2]],
        "Checkpoint 2 was altered: Its heads do not give its root.",
    ),
    "no entry": (
        lambda old: [old[0], "nonsense", old[2]],
        "Checkpoint 2 was altered: Expecting value",
    ),
    "removed from the middle": (
        lambda old: [old[0], old[2]],
        "Checkpoint 2 is missing: 3 stands in its place.",
    ),
    "removed from the beginning": (
        lambda old: old[1:],
        "Checkpoint 1 is missing: 2 stands in its place.",
    ),
    "cut": (lambda old: old[:2], "The checkpoints end at 2, and 3 were written"),
    "emptied": (lambda old: old[:0], "The checkpoints end at 0, and 3 were written"),
    "swapped": (
        lambda old: [old[1], old[0], old[2]],
        "Checkpoint 1 is missing: 2 stands in its place.",
    ),
    "repeated": (
        lambda old: [*old[:2], *old[1:]],
        "Checkpoint 3 is missing: 2 stands in its place.",
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_what_was_done_to_the_file_is_named(stream, file, what):
    act, sentence = FILES[what]
    lines = act(file.read_text().splitlines())
    file.write_text("".join(f"{line}\n" for line in lines))
    assert wrong(file)[0].startswith(sentence)


def test_a_file_that_was_replaced_by_one_of_the_same_key_is_noticed(stream, file):
    entry = None
    lines = []
    for line in file.read_text().splitlines():
        value = json.loads(line)
        entry = entries.signed(entry, at="2020", lines=1, heads=value["heads"], key=KEY)
        lines.append(entry.text())
    file.write_text("\n".join([*lines, ""]))
    assert wrong(file)[0] == (
        "Checkpoint 1 is not the one that was written: the file was replaced."
    )


def test_a_checkpoint_that_the_database_denies_is_noticed(stream, file):
    sql("UPDATE annotations_checkpoint SET hash = %s WHERE number = 2", "0" * 64)
    assert wrong(file) == ["Checkpoint 2 is not the one that was written: the file was replaced."]
    sql("DELETE FROM annotations_checkpoint WHERE number = 2")
    assert wrong(file) == ["Checkpoint 2 is not the one that was written: the file was replaced."]


def test_a_forged_checkpoint_accuses_nobody(stream, file):
    a, b, c = file.read_text().splitlines()
    file.write_text("\n".join([a, b, forged(c, head="0" * 64), ""]))
    assert wrong(file) == ["Checkpoint 3 is forged: it is not signed with this desk's key."]


@pytest.mark.once  # on SQLite: only it takes any word for a time
def test_what_cannot_be_read_is_named(stream, file):
    lower()
    t.on_line(stream, 4, "at", "yesterday")
    assert f"{stream.name}: line 4 or the one after it cannot be read" in wrong(file)[0]


@pytest.mark.once  # on SQLite: PostgreSQL keeps its foreign keys
def test_lines_without_a_stream_are_noticed(stream, file):
    sql("PRAGMA defer_foreign_keys = ON")
    sql("DELETE FROM annotations_stream WHERE id = %s", stream.pk)
    assert f"Line 1 belongs to stream {stream.pk}, which is gone." in wrong(file)
    stream.save(force_insert=True)  # the test itself has to end with whole foreign keys


def test_the_number_of_queries_does_not_grow(stream, newsroom, file, django_assert_max_num_queries):
    for number in range(10):
        an_article(newsroom.alice, text=f"Text number {number}.")
    keep(at_once=True)
    with django_assert_max_num_queries(8):
        assert verify(file, KEY).wrong == []


@pytest.mark.django_db(transaction=True)
def test_people_who_work_meanwhile_raise_no_alarm(stream, newsroom, file):
    done = Flag()

    def work():
        number = 0
        while not done.is_set():
            number += 1
            article = an_article(newsroom.alice, text=f"Text number {number} is this one.")
            a_claim(newsroom.alice, article, quote="is this")
            keep(at_once=number % 3 == 0)
        connection.close()

    worker = Thread(target=work)
    worker.start()
    try:
        reports = [verify(file, KEY) for _time in range(10)]
    finally:
        done.set()
        worker.join()
    assert [report.wrong for report in reports] == [[]] * 10
    assert reports[-1].lines > reports[0].lines


@pytest.mark.django_db(transaction=True)
def test_what_is_written_before_any_of_its_queries_raises_no_alarm(stream, newsroom, file):
    numbers = count()

    def work():
        number = next(numbers)
        a_claim(newsroom.alice, stream.article, quote="3.2", statement=f"Statement {number}.")
        an_article(newsroom.alice, text=f"Text number {number}.")
        connection.close()

    def work_first(execute, *query):
        worker = Thread(target=work)
        worker.start()
        worker.join()
        return execute(*query)

    with connection.execute_wrapper(work_first):
        assert verify(file, KEY).wrong == []
    assert next(numbers) > 4
