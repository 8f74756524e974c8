"""A real Celery worker with its clock, on the tests' database, that may be killed."""

import os
from pathlib import Path
from urllib.parse import quote

from factcheck.launch import programs
from tests.infrastructure.process import Process


def address(settings: dict[str, object]) -> str:
    """Write Django's settings of a database as the address that another process can use."""
    if "sqlite" in str(settings["ENGINE"]):
        return f"sqlite:///{settings['NAME']}"
    name, host, port = (
        quote(str(settings[key] or ""), safe="") for key in ("NAME", "HOST", "PORT")
    )
    user, password = (quote(str(settings[key] or ""), safe="") for key in ("USER", "PASSWORD"))
    person = f"{user}:{password}" if password else user
    if host.startswith("%2F"):
        return f"postgresql://{person}@/{name}?host={host}"
    return f"postgresql://{person}@{host}{':' if port else ''}{port}/{name}"


class Worker(Process):
    """Started exactly as `make run` starts it; it takes its first job about two seconds later."""

    def __init__(self, database_url: str, redis_url: str, folder: Path) -> None:
        env = os.environ | {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        program = programs.worker(env, folder)
        super().__init__(program.argv, program.env, folder / "log")
