"""What a newsroom's data becomes when the desk is renewed."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from annotations.models import Suggestion
from annotations.models.suggestion import Level
from tests.cast import an_article


def migrate(name):
    """Bring the database there and answer the models of that time."""
    executor = MigrationExecutor(connection)
    target = [("annotations", name)]
    executor.migrate(target)
    return executor.loader.project_state(target).apps


@pytest.fixture
def before_spotting(newsroom):
    """The database as it was when a suggestion had no rank; afterwards it is as it should be."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("annotations")[0][1]
    yield migrate("0001_initial")
    migrate(newest)


@pytest.fixture
def articles(newsroom):
    return [an_article(newsroom.alice, text=text) for text in ("One. Two. Three.", "Four. Five.")]


@pytest.mark.django_db(transaction=True)
def test_what_was_suggested_before_is_ranked_within_its_version(
    articles, before_spotting, newsroom
):
    one, two = [article.current_id for article in articles]
    earlier = before_spotting.get_model("annotations", "Suggestion")
    scored = [(one, 10, 0.3), (one, 0, 0.3), (one, 5, 0.9), (two, 0, 0.4), (two, 6, 0.5)]
    earlier.objects.bulk_create(
        earlier(
            version_id=version,
            start=start,
            end=start + 3,
            score=score,
            scores={},
            reasons=[],
            model_id="rules-1",
        )
        for version, start, score in scored
    )
    migrate("0002_spotting")
    found = Suggestion.objects.order_by("pk")
    assert list(found.values_list("rank", flat=True)) == [3, 2, 1, 2, 1]
    assert {suggestion.level for suggestion in found} == {Level.USUAL}
