"""A hundred requests at once to the real server, and one whose server is killed half-way."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from threading import Barrier

import pytest
from django.db import connection, transaction

from annotations.models import Article, Claim, Event, Stream
from api.models import IdempotentAnswer
from tests.cast import QUOTE, a_claim, a_token, again, an_article
from tests.infrastructure.patience import eventually
from tests.infrastructure.web import Web
from tests.infrastructure.worker import address

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs("postgres")]

HUNDRED = 100


@pytest.fixture(scope="module")
def web(django_db_setup, tmp_path_factory):
    """A server for the tests of this file; who kills it starts it again."""
    server = Web(address(connection.settings_dict), tmp_path_factory.mktemp("web"))
    server.start()
    yield server
    server.kill()
    print(server.log.read_text()[-4000:])


def hundredfold(web, method, path, body, **headers):
    """Send the same request on a hundred connections together."""
    start = Barrier(HUNDRED)

    def one(number):
        start.wait(60)
        return web.ask(method, path, body(number) if callable(body) else body, **headers)

    with ThreadPoolExecutor(HUNDRED) as pool:
        return list(pool.map(one, range(HUNDRED)))


def key(actor):
    return {"Authorization": f"Token {a_token(actor)}"}


def test_of_a_hundred_changes_of_one_version_one_is_made(web, newsroom):
    claim, mine = a_claim(newsroom.alice), key(newsroom.alice)
    path = f"/api/v1/claims/{claim.pk}/"
    tag = web.ask("GET", path, None, **mine).headers["etag"]
    answers = hundredfold(
        web, "PATCH", path, lambda n: {"claimant": f"Speaker {n}"}, If_Match=tag, **mine
    )
    assert Counter(answer.status for answer in answers) == {200: 1, 412: 99}
    won = next(answer for answer in answers if answer.status == 200)
    assert again(claim).claimant == won.body["claimant"]
    assert again(claim).version == 2
    assert Event.objects.filter(noun="claim", action="edit").count() == 1
    for answer in answers:
        if answer.status == 412:
            assert answer.body["current"] == won.body
            assert answer.headers["etag"] == won.headers["etag"]


def test_of_a_hundred_requests_with_one_key_one_is_done(web, newsroom):
    body = {"article": an_article(newsroom.alice).pk, "exact": QUOTE}
    answers = hundredfold(
        web, "POST", "/api/v1/claims/", body, Idempotency_Key="once", **key(newsroom.alice)
    )
    assert {(a.status, a.headers["etag"], a.body["created"]) for a in answers} == {
        (201, '"1"', True)
    }
    assert all(answer.body == answers[0].body for answer in answers)
    assert (Claim.objects.count(), IdempotentAnswer.objects.count()) == (1, 1)
    assert Event.objects.filter(noun="claim", action="highlight").count() == 1


def test_a_request_whose_server_died_half_way_is_done_once_when_it_comes_again(web, newsroom):
    article, mine = an_article(newsroom.alice), key(newsroom.alice)
    sent = ("POST", "/api/v1/claims/", {"article": article.pk, "exact": QUOTE})
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        # The request has put its key down, and waits at the door.
        Stream.objects.select_for_update().get(article=article)
        first = pool.submit(web.ask, *sent, Idempotency_Key="k", **mine)
        eventually(waits_for_a_lock)
        web.kill()
        with pytest.raises((OSError, HTTPException)):
            first.result(60)
    web.start()
    assert not Claim.objects.exists()
    answer = web.ask(*sent, Idempotency_Key="k", **mine)
    assert (answer.status, answer.body["created"]) == (201, True)
    assert web.ask(*sent, Idempotency_Key="k", **mine).body == answer.body
    assert (Claim.objects.count(), IdempotentAnswer.objects.count()) == (1, 1)
    assert Article.objects.count() == 1


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0]
