"""The chain of lines: it verifies, and whatever is done to it behind the door is found."""

import datetime as dt

import pytest
from django.db.models import F

from annotations.history import chain
from annotations.history.ledger import first_bad_line
from annotations.models import Event, Stream
from annotations.text.digests import canonical_json, digest
from tests.cast import published

SPOILED = {
    "at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    "actor_name": "Nobody",
    "via": "token:abc",
    "action": "dismiss",
    "noun": "team",
    "object_id": 999,
    "claim_id": 999,
    "before": {"status": "other"},
    "after": {"status": "other"},
    "reason": "Another reason",
    "prev": "0" * 64,
    "hash": "0" * 64,
}


@pytest.fixture
def stream(newsroom):
    stream = Stream.objects.get(article=published(newsroom).claim.article_id)
    assert first_bad_line(stream) is None
    assert stream.seq > 8
    return stream


@pytest.mark.parametrize("where", [1, 4, -1])
@pytest.mark.parametrize("field", SPOILED)
def test_an_altered_line_is_found(stream, field, where):
    seq = where if where > 0 else stream.seq
    Event.objects.filter(stream=stream, seq=seq).update(**{field: SPOILED[field]})
    assert f"line {seq} was altered" in first_bad_line(stream)


def test_another_actor_is_found(stream, newsroom):
    Event.objects.filter(stream=stream, seq=3).update(actor=newsroom.victor.user)
    assert first_bad_line(stream) == (
        f"article:{stream.article_id}: line 3 was altered, removed or inserted."
    )


@pytest.mark.parametrize("seq", [1, 5])
def test_a_dropped_line_is_found(stream, seq):
    Event.objects.filter(stream=stream, seq=seq).delete()
    assert f"line {seq} was" in first_bad_line(stream)


def test_a_dropped_end_is_found(stream):
    Event.objects.filter(stream=stream, seq__gt=stream.seq - 2).delete()
    assert f"the lines end at {stream.seq - 2}, not at {stream.seq}." in first_bad_line(stream)


def test_all_lines_dropped_are_found(stream):
    Event.objects.filter(stream=stream).delete()
    assert "the lines end at 0" in first_bad_line(stream)


def test_swapped_lines_are_found(stream):
    lines = Event.objects.filter(stream=stream)
    lines.filter(seq=4).update(seq=1000)
    lines.filter(seq=5).update(seq=4)
    lines.filter(seq=1000).update(seq=5)
    assert "line 4 was" in first_bad_line(stream)


def test_an_inserted_line_is_found(stream):
    for line in Event.objects.filter(stream=stream, seq__gte=4).order_by("-seq"):
        Event.objects.filter(pk=line.pk).update(seq=F("seq") + 1)
    line = Event.objects.get(stream=stream, seq=3)
    line.pk, line.seq, line.prev = None, 4, line.hash
    line.save(force_insert=True)
    assert "line 4 was" in first_bad_line(stream)


def test_an_appended_line_is_found(stream):
    line = Event.objects.get(stream=stream, seq=stream.seq)
    line.pk, line.seq = None, stream.seq + 1
    line.save(force_insert=True)
    assert f"line {stream.seq + 1} was" in first_bad_line(stream)


def test_a_line_counted_otherwise_is_found(stream):
    Event.objects.filter(stream=stream, seq=1).update(seq=0)
    assert "line 1 was" in first_bad_line(stream)


def test_a_line_of_another_stream_is_found(stream, newsroom):
    other = Stream.objects.get(team=newsroom.team, article=None)
    Event.objects.filter(stream=stream, seq=1).update(stream=other)
    assert "line 1 was" in first_bad_line(other)
    assert "line 1 was" in first_bad_line(stream)


def test_people_see_the_lines_of_their_team_in_order(stream, newsroom):
    seen = [*Event.objects.visible_to(newsroom.victor).filter(stream=stream)]
    assert [line.seq for line in seen] == list(range(1, stream.seq + 1))
    assert not Event.objects.visible_to(newsroom.mallory).exists()


def test_canonical_json_has_one_way_to_write_a_value():
    assert canonical_json({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'.encode()
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_a_hash_covers_the_line_before():
    assert chain.link("", {"seq": 1}) != chain.link("0", {"seq": 1})
    first = chain.link("", {"seq": 1})
    second = chain.link(first, {"seq": 2})
    lines = [({"seq": 1}, "", first), ({"seq": 2}, first, second)]
    assert chain.first_break(lines) is None
    assert chain.first_break(lines[1:]) == 0
    assert chain.first_break([lines[0], ({"seq": 3}, first, second)]) == 1
    assert chain.first_break([]) is None
