"""Readers of environment variables that refuse nonsense with the variable's name."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()

SHORTEST_KEY = 32
POSTGRESQL_OPTIONS = {"connect_timeout", "sslcert", "sslkey", "sslmode", "sslrootcert"}


def text(name: str, default: str) -> str:
    """Return the variable as it stands."""
    return str(env.str(name, default))


def flag(name: str, *, default: bool) -> bool:
    """Return a yes or a no; anything else is refused."""
    try:
        return bool(env.bool(name, default))
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} has to be true or false.") from error


def number(name: str, default: float, *, least: float, most: float) -> float:
    """Return a number within bounds; anything else is refused."""
    try:
        value = float(env.float(name, default))
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} has to be a number.") from error
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} has to be between {least:g} and {most:g}.")
    return value


def per_minute(name: str, default: int) -> int:
    """Return how many requests the API answers in a minute."""
    return int(number(name, default, least=1, most=1e9))


def words(name: str, default: list[str]) -> list[str]:
    """Return the parts of a comma-separated list."""
    return [part.strip() for part in env.list(name, default) if part.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return the networks of a comma-separated list, such as 10.1.2.0/24."""
    try:
        return [ip_network(part) for part in words(name, [])]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from error


def web_address(name: str, default: str) -> str:
    """Return an http or https address without a slash at its end."""
    value = text(name, default).rstrip("/")
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname:
        raise ImproperlyConfigured(f"{name} has to be an address such as https://desk.example.")
    return value


def redis_address(name: str, default: str) -> str:
    """Return the address of a Redis or a Valkey."""
    value = text(name, default)
    parts = _parts(name, value)
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} has to be redis://host:port/number.")
    return value


def scorer(name: str, default: str) -> str:
    """Return what scores sentences: `minilm`, `rules`, `onnx:path` or `endpoint:address`."""
    value = text(name, default).strip()
    kind, _, where = value.partition(":")
    known = value in {"minilm", "rules"} or (kind == "onnx" and where)
    if not known and not (kind == "endpoint" and _is_plain(_parts(name, where))):
        raise ImproperlyConfigured(
            f"{name} has to be minilm, rules, onnx:/path/to/folder or endpoint:https://host/v1."
        )
    return value


def scorer_model(name: str, *, scorer: str) -> str:
    """Return the name of the model that an endpoint is asked for; it cannot do without."""
    value = text(name, "").strip()
    if scorer.startswith("endpoint:") and not value:
        raise ImproperlyConfigured(f"{name} has to name the model that the endpoint runs.")
    return value


def scorer_key(name: str, *, scorer: str) -> str:
    """Return a secret that fits into a header, or nothing; it crosses no network in the open."""
    value = text(name, "").strip()
    if not all("!" <= character <= "~" for character in value):
        raise ImproperlyConfigured(f"{name} has to be letters, digits and signs without spaces.")
    parts = urlsplit(scorer.removeprefix("endpoint:"))
    if value and parts.scheme == "http" and not _is_near(parts.hostname or ""):
        raise ImproperlyConfigured(f"{name} is only sent to https, or to a machine near by.")
    return value


def secret_key(name: str, file: Path, *, open_to: bool) -> str:
    """Return the variable, else the key that `make run` has made in the file.

    Without either, a desk that only this machine reaches (`open_to`) runs with a known key.
    """
    kept = file.read_text().strip() if file.is_file() else ""
    value = text(name, kept)
    if not value and not open_to:
        raise ImproperlyConfigured(f"{name} has to be set for a desk that others reach.")
    return value or "django-insecure-for-tests-and-this-machine-only"


class Checkpoints(NamedTuple):
    """Where the history's checkpoints go, after how many lines, by which key, and to whom."""

    file: Path
    every: int
    key: str
    mail: str


def checkpoints(var: Path) -> Checkpoints:
    """Return what FACTCHECK_CHECKPOINTS and the variables that begin like it say.

    The key is the variable, else the one that `make run` has made; without any, none are written.
    """
    made = var / "checkpoint_key"
    key = text("FACTCHECK_CHECKPOINT_KEY", made.read_text().strip() if made.is_file() else "")
    if key and len(key) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            f"FACTCHECK_CHECKPOINT_KEY has to have at least {SHORTEST_KEY} characters."
        )
    mail = text("FACTCHECK_CHECKPOINT_MAIL", "").strip()
    if mail and not re.fullmatch(r"[^\s@]+@[^\s@]+", mail):
        raise ImproperlyConfigured("FACTCHECK_CHECKPOINT_MAIL has to be like you@desk.example.")
    file = Path(text("FACTCHECK_CHECKPOINTS", str(var / "checkpoints.jsonl")))
    every = number("FACTCHECK_CHECKPOINT_EVENTS", 1000, least=1, most=100_000)
    return Checkpoints(file, int(every), key, mail)


def mail(name: str) -> dict[str, Any]:
    """Return Django's settings for `smtp://user:password@host:port` or `smtps://…`.

    Without the variable, mail is printed into the log.
    """
    value = text(name, "")
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = _parts(name, value)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(f"{name} has to be smtp://user:password@host:port.")
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and bool(parts.username),
        "EMAIL_TIMEOUT": 10,
    }


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for `sqlite:///path` or `postgresql://user:password@host/name`."""
    value = text(name, default)
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and rest != "/":
        return _sqlite(rest[1:])
    parts = _parts(name, value)
    if scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        return _postgresql(name, parts)
    raise ImproperlyConfigured(
        f"{name} has to be sqlite:///path/to/file or postgresql://user:password@host/name."
    )


def _sqlite(path: str) -> dict[str, Any]:
    """A write-ahead log, and the lock taken at the start of a transaction: two writers wait for
    one another instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            # A row that is replaced counts as deleted: the history's trigger refuses that too.
            " PRAGMA recursive_triggers=ON;",
        },
    }


def _postgresql(name: str, parts: SplitResult) -> dict[str, Any]:
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "")
    if unknown := ", ".join(sorted(set(options) - POSTGRESQL_OPTIONS)):
        known = ", ".join(sorted(POSTGRESQL_OPTIONS))
        raise ImproperlyConfigured(f"{name}: {unknown} is not one of host, {known}.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _is_plain(parts: SplitResult) -> bool:
    """Whether it is an http or https address of a place, and nothing besides."""
    besides = parts.username or parts.password or parts.query or parts.fragment
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not besides


def _is_near(host: str) -> bool:
    """Whether it is this machine, or an address of a private network."""
    try:
        return host == "localhost" or ip_address(host).is_private
    except ValueError:
        return False


def _parts(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not an address: {error}.") from error
    return parts
