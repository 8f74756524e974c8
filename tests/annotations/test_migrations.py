"""What a newsroom's data becomes when the desk is renewed."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from knox.crypto import hash_token

from annotations.models import Suggestion, Token, User
from annotations.models.suggestion import Level
from tests.api.program import Program
from tests.cast import a_claim, again, an_article, evidence_for


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


@pytest.fixture
def before_tokens(newsroom):
    """The database as it was when a token had no number."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("annotations")[0][1]
    yield migrate("0005_feed")
    migrate(newest)


@pytest.mark.django_db(transaction=True)
def test_keys_from_before_still_work_and_programs_lose_their_passwords(newsroom, before_tokens):
    key = "fcheck_" + "a" * 64
    robot = before_tokens.get_model("annotations", "User").objects.create(
        email="robot@desk.example", name="Robot", is_integration=True, password="a hash"
    )
    made = before_tokens.get_model("annotations", "Token").objects.create(
        digest=hash_token(key),
        token_key=key[:15],
        user_id=newsroom.alice.user.pk,
        team_id=newsroom.team.pk,
        scopes=["read"],
    )
    migrate("0007_tokens")
    assert Program(key).get("me/").json()["name"] == "Alice"
    assert Token.objects.get().created == made.created
    assert not User.objects.get(pk=robot.pk).has_usable_password()


@pytest.mark.django_db(transaction=True)
def test_evidence_from_before_it_had_a_team_is_its_claim_s_team_s(newsroom):
    sources = [evidence_for(a_claim(by), by) for by in (newsroom.alice, newsroom.mallory)]
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("annotations")[0][1]
    migrate("0008_search")
    migrate(newest)
    assert [again(source).team for source in sources] == [newsroom.team, newsroom.mallory.team]
