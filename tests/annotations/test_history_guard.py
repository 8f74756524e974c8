"""The database itself refuses to alter the history, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F

from annotations.history.verifying import verify
from annotations.models import Event, FeedEntry
from tests.annotations.tampering import sql
from tests.cast import an_article
from tests.infrastructure.unguarded import guard, lower

REFUSED = "what is written here is never changed"
postgres = pytest.mark.needs("postgres")


@pytest.fixture
def lines(newsroom):
    an_article(newsroom.alice)
    FeedEntry.objects.all().delete()  # Django itself would refuse what these still tell of
    return Event.objects.order_by("pk")


def refused(act, *given):
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        act(*given)
    return True


def test_a_line_is_neither_changed_nor_deleted(lines):
    line, count = lines.first(), lines.count()
    line.reason = "Another one."
    assert refused(line.save)
    assert refused(line.delete)
    assert refused(lambda: lines.update(seq=F("seq")))
    assert refused(sql, "UPDATE annotations_event SET reason = 'x' WHERE id = %s", line.pk)
    assert refused(sql, "DELETE FROM annotations_event WHERE id = %s", line.pk)
    assert lines.count() == count
    assert lines.first().reason == ""


def test_a_line_is_not_replaced(lines):
    line = lines.first()
    line.reason = "Another one."
    fields = ["reason"]
    assert refused(
        lambda: Event.objects.bulk_create(
            [line], update_conflicts=True, update_fields=fields, unique_fields=["pk"]
        )
    )
    if connection.vendor == "sqlite":
        assert refused(
            sql, "INSERT OR REPLACE INTO annotations_event SELECT * FROM annotations_event"
        )


@postgres
def test_the_table_is_not_emptied_at_once(lines):
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL would refuse because of what waits
    assert refused(sql, "TRUNCATE annotations_event CASCADE")
    assert refused(sql, "TRUNCATE annotations_stream CASCADE")


@postgres
def test_a_session_that_plays_a_replica_is_refused_too(lines):
    sql("SET LOCAL session_replication_role = replica")
    assert refused(sql, "DELETE FROM annotations_event")


def test_triggers_that_were_taken_away_are_noticed(lines, settings):
    files = settings.CHECKPOINTS
    assert verify(files.file, files.key).wrong == []
    lower()
    said = "The database lets events be altered: somebody took its triggers away."
    assert verify(files.file, files.key).wrong == [said]


@postgres
def test_a_trigger_that_sleeps_is_noticed(lines):
    assert guard().is_there(Event, connection)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    sql(f"ALTER TABLE annotations_event DISABLE TRIGGER {guard().name}_rows")
    assert not guard().is_there(Event, connection)


@pytest.mark.django_db(transaction=True)
def test_migrations_put_the_triggers_there_and_take_them_away():
    def migrate(name):
        MigrationExecutor(connection).migrate([("annotations", name)])

    try:
        migrate("0002_spotting")
        assert not guard().is_there(Event, connection)
    finally:
        migrate(latest())
    assert guard().is_there(Event, connection)


def latest():
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes("annotations")
    return leaves[0][1]


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_made_anew_keeps_its_triggers():
    """SQLite changes most things of a table by making another one."""
    reason = Event._meta.get_field("reason")
    wider = reason.clone()
    wider.set_attributes_from_name("reason")
    wider.model = Event
    wider.null = True
    for old, new in ((reason, wider), (wider, reason)):
        with connection.schema_editor() as editor:
            editor.alter_field(Event, old, new)
        assert guard().is_there(Event, connection)
