"""Nonsense in the environment is refused with the variable's name."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from factcheck import environment as env

NOWHERE = Path("/nowhere")


def key(name, _default):
    return env.scorer_key(name, scorer="minilm")


NONSENSE = [
    (lambda _name, _default: env.checkpoints(NOWHERE), "FACTCHECK_CHECKPOINT_KEY", "too short"),
    (lambda _name, _default: env.checkpoints(NOWHERE), "FACTCHECK_CHECKPOINT_MAIL", "a notary"),
    (lambda _name, _default: env.checkpoints(NOWHERE), "FACTCHECK_CHECKPOINT_MAIL", "@example"),
    (lambda _name, _default: env.checkpoints(NOWHERE), "FACTCHECK_CHECKPOINT_EVENTS", "0"),
    (env.database, "DATABASE_URL", "mysql://x/y"),
    (env.database, "DATABASE_URL", "sqlite:///"),
    (env.database, "DATABASE_URL", "postgresql://localhost:abc/desk"),
    (env.database, "DATABASE_URL", "postgresql://localhost/desk?sslmod=require"),
    (env.redis_address, "REDIS_URL", "nonsense"),
    (env.redis_address, "REDIS_URL", "redis://localhost:abc"),
    (env.web_address, "FACTCHECK_BASE_URL", "desk.example"),
    (lambda name, _default: env.networks(name), "FACTCHECK_PRIVATE_ADDRESSES", "10.1.2.3/24"),
    (lambda name, _default: env.mail(name), "EMAIL_URL", "pop3://x"),
    (env.scorer, "FACTCHECK_SCORER", ""),
    (env.scorer, "FACTCHECK_SCORER", "gpt"),
    (env.scorer, "FACTCHECK_SCORER", "minilm:large"),
    (env.scorer, "FACTCHECK_SCORER", "onnx:"),
    (env.scorer, "FACTCHECK_SCORER", "endpoint:"),
    (env.scorer, "FACTCHECK_SCORER", "endpoint:models.example/v1"),
    (env.scorer, "FACTCHECK_SCORER", "endpoint:ftp://models.example/v1"),
    (env.scorer, "FACTCHECK_SCORER", "endpoint:https://me:secret@models.example/v1"),
    (env.scorer, "FACTCHECK_SCORER", "endpoint:https://models.example/v1?key=secret"),
    (env.scorer, "FACTCHECK_SCORER", "endpoint:https://models.example:port/v1"),
    (
        lambda name, _d: env.scorer_model(name, scorer="endpoint:https://models.example/v1"),
        "FACTCHECK_SCORER_MODEL",
        " ",
    ),
    (key, "FACTCHECK_SCORER_KEY", "two words"),
    (key, "FACTCHECK_SCORER_KEY", "a\nHost: other"),
    (key, "FACTCHECK_SCORER_KEY", "schlüssel"),
    (lambda name, _default: env.flag(name, default=False), "FACTCHECK_DEBUG", "perhaps"),
    (lambda name, _d: env.number(name, 1, least=1, most=9), "FACTCHECK_JOB_LEASE", "10"),
    (lambda name, _d: env.number(name, 1, least=1, most=9), "FACTCHECK_JOB_LEASE", "soon"),
]


@pytest.mark.once
@pytest.mark.parametrize(("reader", "name", "value"), NONSENSE)
def test_nonsense_is_refused_by_name(monkeypatch, reader, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name):
        reader(name, "")


@pytest.mark.once
def test_postgresql_keeps_what_was_asked_of_the_connection(monkeypatch):
    url = "postgresql://desk:p%40ss@db.example:5433/news?sslmode=require"
    monkeypatch.setenv("DATABASE_URL", url)
    found = env.database("DATABASE_URL", "")
    assert found["OPTIONS"] == {"sslmode": "require"}
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db.example", "5433", "p@ss")


@pytest.mark.once
def test_a_desk_that_others_reach_has_a_key_of_its_own(monkeypatch, tmp_path: Path):
    monkeypatch.delenv("FACTCHECK_SECRET_KEY", raising=False)
    file = tmp_path / "secret_key"
    with pytest.raises(ImproperlyConfigured, match="FACTCHECK_SECRET_KEY"):
        env.secret_key("FACTCHECK_SECRET_KEY", file, open_to=False)
    file.write_text("from make run\n")
    assert env.secret_key("FACTCHECK_SECRET_KEY", file, open_to=False) == "from make run"


@pytest.mark.once
def test_checkpoints_lie_beside_the_key_that_make_run_made(monkeypatch, tmp_path: Path):
    for name in ("FACTCHECK_CHECKPOINTS", "FACTCHECK_CHECKPOINT_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert env.checkpoints(tmp_path) == (tmp_path / "checkpoints.jsonl", 1000, "", "")
    (tmp_path / "checkpoint_key").write_text("k" * 40 + "\n")
    assert env.checkpoints(tmp_path).key == "k" * 40


@pytest.mark.once
def test_mail_goes_where_the_variable_says(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtps://desk:secret@mail.example")
    found = env.mail("EMAIL_URL")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == (
        "mail.example",
        465,
        True,
    )


@pytest.mark.once
@pytest.mark.parametrize(
    "value", ["minilm", "rules", "onnx:/models/mine", "endpoint:http://127.0.0.1:8080/v1"]
)
def test_what_scores_is_chosen_by_the_variable(monkeypatch, value):
    monkeypatch.setenv("FACTCHECK_SCORER", value)
    assert env.scorer("FACTCHECK_SCORER", "minilm") == value


HOSTS = [
    ("https://models.example/v1", True),
    ("http://localhost:8080/v1", True),
    ("http://127.0.0.1:8080/v1", True),
    ("http://[::1]:8080/v1", True),
    ("http://10.1.2.3/v1", True),
    ("http://192.168.0.7/v1", True),
    ("http://models.example/v1", False),
    ("HTTP://models.example/v1", False),
    ("http://localhost.models.example/v1", False),
    ("http://8.8.8.8/v1", False),
    ("http://[2606:4700::1]/v1", False),
]


@pytest.mark.once
@pytest.mark.parametrize(("address", "goes"), HOSTS)
def test_a_key_crosses_no_network_in_the_open(monkeypatch, address, *, goes):
    def read():
        return env.scorer_key("FACTCHECK_SCORER_KEY", scorer=f"endpoint:{address}")

    monkeypatch.setenv("FACTCHECK_SCORER_KEY", "secret")
    if goes:
        assert read() == "secret"
    else:
        with pytest.raises(ImproperlyConfigured, match="FACTCHECK_SCORER_KEY") as refused:
            read()
        assert "secret" not in str(refused.value)
    monkeypatch.delenv("FACTCHECK_SCORER_KEY")
    assert read() == ""


@pytest.mark.once
def test_the_shipped_model_scores_unless_the_variable_says_otherwise(monkeypatch):
    monkeypatch.delenv("FACTCHECK_SCORER", raising=False)
    monkeypatch.delenv("FACTCHECK_SCORER_MODEL", raising=False)
    assert env.scorer("FACTCHECK_SCORER", "minilm") == "minilm"
    assert env.scorer_model("FACTCHECK_SCORER_MODEL", scorer="minilm") == ""


@pytest.mark.parametrize("page", ["email/", "confirm-email/", "social/"])
def test_nobody_changes_their_own_address(client, db, page):
    assert client.get(f"/accounts/{page}").status_code == 404
