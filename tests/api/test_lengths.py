"""A body whose length nobody says is refused, instead of being taken for none at all."""

import json
from contextlib import closing
from http.client import HTTPConnection

import pytest
from django.db import connection

from api.models import IdempotentAnswer
from tests.api.program import Program, refused
from tests.cast import a_token, again, approved
from tests.infrastructure.web import Web
from tests.infrastructure.worker import address


@pytest.mark.django_db(transaction=True)
def test_what_comes_in_pieces_is_not_done_as_if_it_were_empty(newsroom, tmp_path):
    verdict = approved(newsroom)
    web = Web(address(connection.settings_dict), tmp_path)
    web.start()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "k"}
    headers |= {"Authorization": f"Token {a_token(newsroom.dana)}"}
    pieces = iter([b'{"digest": "', b"0" * 64, b'"}'])
    try:
        with closing(HTTPConnection("127.0.0.1", web.port, timeout=60)) as asked:
            asked.request("POST", f"/api/v1/verdicts/{verdict.pk}/publish/", pieces, headers)
            answer = asked.getresponse()
            problem = json.loads(answer.read())
    finally:
        web.kill()
    assert (answer.status, problem["code"]) == (411, "length_required")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Content-Length" in problem["detail"]
    assert again(verdict).status == "approved"
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "GET"])
def test_no_address_of_the_api_takes_it(method):
    answer = Program("").ask(method, "articles/", {}, Transfer_Encoding="chunked")
    refused(answer, 411, "length_required")
    assert "RateLimit" in answer


@pytest.mark.django_db
def test_nor_does_a_page(client):
    answer = client.post("/accounts/login/", headers={"Transfer-Encoding": "gzip, chunked"})
    assert (answer.status_code, answer["Content-Type"]) == (411, "text/plain")
    assert b"Content-Length" in answer.content
