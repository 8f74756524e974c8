"""The way in speaks our words: allauth brings the rules, the templates are ours."""

from __future__ import annotations

import pytest
from django.template import Engine
from django.urls import reverse

pytestmark = pytest.mark.once

OURS = (
    "login", "logout", "password_reset", "password_reset_done", "password_reset_from_key",
    "password_reset_from_key_done", "password_change", "password_set", "reauthenticate",
    "account_inactive", "signup_closed",
)  # fmt: skip


@pytest.mark.parametrize("page", OURS)
def test_the_page_is_ours(page):
    assert (
        "/frontend/templates/"
        in Engine.get_default().get_template(f"account/{page}.html").origin.name
    )


@pytest.mark.django_db
def test_a_wrong_password_is_told_in_a_sentence_tied_to_the_field(client):
    wrong = {"login": "alice@harbourdesk.example", "password": "wrong"}
    answer = client.post(reverse("account_login"), wrong).content.decode()
    assert "That email and password do not match. Check both and try again." in answer
    assert 'aria-describedby="id_password_error id_form_error"' in answer
    assert 'value="alice@harbourdesk.example"' in answer


@pytest.mark.django_db
def test_the_way_in_offers_a_new_password_once_in_our_words(client):
    page = client.get(reverse("account_login")).content.decode()
    assert page.count(reverse("account_reset_password")) == 1
    assert "I forgot my password" in page


@pytest.mark.django_db
def test_a_page_that_is_not_there_shows_the_way_back(client):
    answer = client.get("/nothing/at/all/")
    assert answer.status_code == 404
    assert reverse("home") in answer.content.decode()
