"""Readers of environment variables that refuse nonsense with the variable's name."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

env = Env()


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


def words(name: str, default: list[str]) -> list[str]:
    """Return the parts of a comma-separated list."""
    return [part.strip() for part in env.list(name, default) if part.strip()]


def web_address(name: str, default: str) -> str:
    """Return an http or https address without a slash at its end."""
    value = text(name, default).rstrip("/")
    if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname:
        raise ImproperlyConfigured(f"{name} has to be an address such as https://desk.example.")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's settings for `sqlite:///path` or `postgresql://user:password@host/name`.

    SQLite runs with a write-ahead log and takes its lock at the start of a transaction, so that
    two writers wait for one another instead of failing.
    """
    value = text(name, default)
    scheme, _, rest = value.partition("://")
    if scheme == "sqlite" and rest.startswith("/") and rest != "/":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": rest[1:],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(value)
    if scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
        host = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or host.get("host", "")),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(
        f"{name} has to be sqlite:///path/to/file or postgresql://user:password@host/name."
    )
