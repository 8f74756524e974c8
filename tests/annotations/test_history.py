"""The chain of lines verifies, and whatever is done to it behind the door is found and named."""

from functools import partial as p

import pytest

from annotations.history import chain
from annotations.history.chain import End, Line, Mark
from annotations.history.ledger import facts_of, first_bad_line
from annotations.models import Event, Stream
from annotations.text.digests import canonical_json, digest
from tests.annotations import tampering as t
from tests.annotations.tampering import steps
from tests.cast import published
from tests.infrastructure.unguarded import lower

SPOILED = {
    "at": "2020-01-01 00:00:00+00:00",
    "actor_name": "Nobody",
    "via": "token:abc",
    "action": "dismiss",
    "noun": "team",
    "object_id": 999,
    "claim_id": 999,
    "before": '{"status": "other"}',
    "after": '{"status": "other"}',
    "reason": "Another reason",
    "salt": "0" * 32,
    "prev": "0" * 64,
    "hash": "0" * 64,
}


@pytest.fixture
def stream(newsroom):
    """A stream of ten lines or more that is not guarded any more."""
    stream = Stream.objects.get(article=published(newsroom).claim.article_id)
    assert first_bad_line(stream) is None
    assert stream.seq > 8
    lower()
    return stream


def wrong(stream):
    """What is said of the stream as it is now; `N` is the number of lines it was written with."""
    said = first_bad_line(Stream.objects.get(pk=stream.pk)) or "nothing"
    return said.removeprefix(f"{stream.name}: ").replace(str(stream.seq), "N")


@pytest.mark.parametrize("where", [1, 4, -1])
@pytest.mark.parametrize("field", SPOILED)
def test_an_altered_line_is_found(stream, field, where):
    seq = where if where > 0 else stream.seq
    t.on_line(stream, seq, field, SPOILED[field])
    expected = f"line {seq} was altered: its hash is not that of what it says."
    assert first_bad_line(stream) == f"{stream.name}: {expected}"


def test_another_actor_is_found(stream, newsroom):
    t.on_line(stream, 3, "actor_id", newsroom.victor.user.pk)
    assert "line 3 was altered" in wrong(stream)


def own_hash(stream, seq):
    """Hash a line again, after the line that it names itself."""
    line = stream.events.get(seq=seq)
    own = chain.hash_of(line.prev, facts_of(line, stream.name), line.salt)
    t.on_line(stream, seq, "hash", own)


AGAIN = "was altered and hashed again"
DONE = {
    "edited": (p(t.edit, seq=4), "line 4 was altered: its hash is not that of what it says."),
    "edited and hashed": (
        steps(p(t.edit, seq=4), p(t.hash_again, seq=4)),
        f"line 4 {AGAIN}: line 5 follows another one.",
    ),
    "the last one edited and hashed": (
        lambda s: steps(p(t.edit, seq=s.seq), p(t.hash_again, seq=s.seq))(s),
        f"line N {AGAIN}: the stream ends with another one.",
    ),
    "one dropped": (
        p(t.drop, first=5, last=5),
        "line 5 is missing: line 6 stands in its place.",
    ),
    "the first dropped": (
        p(t.drop, first=1, last=1),
        "line 1 is missing: line 2 stands in its place.",
    ),
    "one dropped and the others counted anew": (
        steps(p(t.drop, first=5, last=5), p(t.shift, first=6, by=-1)),
        "line 5 was moved: it was written as line 6.",
    ),
    "neighbours swapped": (
        p(t.swap, one=4, other=5),
        "line 4 was moved: it was written as line 5.",
    ),
    "others swapped": (p(t.swap, one=3, other=7), "line 3 was moved: it was written as line 7."),
    "swapped and hashed": (
        steps(p(t.swap, one=4, other=5), p(t.hash_again, seq=4), p(t.hash_again, seq=5)),
        f"line 5 {AGAIN}: line 6 follows another one.",
    ),
    "one put between": (p(t.insert, seq=4), "line 4 was moved: it was written as line 3."),
    "one put between and hashed": (
        steps(p(t.insert, seq=4), p(t.hash_again, seq=4)),
        "line 5 was moved: it was written as line 4.",
    ),
    "one put between and the next counted anew": (
        steps(p(t.insert, seq=4), p(t.hash_again, seq=4), p(own_hash, seq=5)),
        "line 4 was put there: line 5 follows another one.",
    ),
    "one put at the end": (
        lambda s: steps(p(t.copy, seq=s.seq, to=s.seq + 1), p(t.hash_again, seq=s.seq + 1))(s),
        "put there: the stream ends at line N.",
    ),
    "the end cut": (
        lambda s: t.drop(s, first=s.seq),
        "line N was removed: the stream ends at line N.",
    ),
    "all dropped": (p(t.drop, first=1), "lines 1 to N were removed: the stream ends at line N."),
    "the beginning cut and hashed": (
        steps(p(t.drop, first=1, last=2), p(t.shift, first=3, by=-2), p(own_hash, seq=1)),
        "line 1 was put there: it follows a line that is gone.",
    ),
    "counted from nought": (p(t.on_line, seq=1, column="seq", value=0), "line 1 is missing"),
}


@pytest.mark.parametrize("what", DONE)
def test_what_was_done_to_it_is_named(stream, what):
    act, sentence = DONE[what]
    act(stream)
    assert sentence in wrong(stream)


def test_a_line_of_another_stream_is_found(stream, newsroom):
    other = Stream.objects.get(team=newsroom.team, article=None)
    Event.objects.filter(stream=stream, seq=1).update(stream=other)
    assert "line 1 was altered" in wrong(other)
    assert "line 1 is missing" in wrong(stream)


def test_people_see_the_lines_of_their_team_in_order(stream, newsroom):
    seen = [*Event.objects.visible_to(newsroom.victor).filter(stream=stream)]
    assert [line.seq for line in seen] == list(range(1, stream.seq + 1))
    assert not Event.objects.visible_to(newsroom.mallory).exists()


def test_lines_from_before_they_were_sealed_still_verify(stream):
    head = ""
    for line in stream.events.order_by("seq"):
        facts = facts_of(line, stream.name)
        t.on_line(stream, line.seq, "salt", "")
        t.on_line(stream, line.seq, "prev", head)
        head = digest({**facts, "prev": head})
        t.on_line(stream, line.seq, "hash", head)
    t.put_end_right(stream)
    assert wrong(stream) == "nothing"
    t.edit(stream, 4)
    assert "line 4 was altered" in wrong(stream)


def test_two_lines_never_have_the_same_salt(stream):
    salts = {*stream.events.values_list("salt", flat=True)}
    assert len(salts) == stream.seq
    assert {len(salt) for salt in salts} == {32}


@pytest.mark.once
def test_canonical_json_has_one_way_to_write_a_value():
    assert canonical_json({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def a_chain(number):
    lines, head = [], ""
    for seq in range(1, number + 1):
        facts = {"seq": seq}
        own = chain.hash_of(head, facts, "salt")
        lines.append(Line(facts, "salt", head, own))
        head = own
    return lines, End(number, head)


@pytest.mark.once
def test_a_hash_covers_the_facts_the_salt_and_the_line_before():
    hashes = {
        chain.hash_of(prev, {"seq": seq}, salt)
        for prev in ("", "0" * 64)
        for seq in (1, 2)
        for salt in ("", "a", "b")
    }
    assert len(hashes) == 12


@pytest.mark.once
def test_checkpoints_vouch_up_to_the_last_line_that_they_saw():
    lines, end = a_chain(5)
    marks = {2: Mark(lines[1].hash, 1), 4: Mark(lines[3].hash, 2)}
    assert chain.walk(lines, end, marks) == (5, 4, None)
    assert chain.walk([], End(0, ""), {}) == (0, 0, None)


@pytest.mark.once
def test_what_was_written_anew_lies_after_the_last_line_that_fits():
    lines, end = a_chain(5)
    marks = {2: Mark(lines[1].hash, 1), 4: Mark("0" * 64, 2)}
    assert chain.walk(lines, end, marks).wrong == (
        "lines 3 to 4 were written anew: checkpoint 2 saw another line 4."
    )
