"""`make test`: all tests on SQLite, then those that use the database again on PostgreSQL.

Each run is shared by as many processes as there are processors, each with its own database, Redis
and browser. ARGS="-n 0" keeps everything in one process.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.infrastructure.chromium import provide
from tests.infrastructure.needs import report, required
from tests.infrastructure.postgres import NotThere, postgres

# Who is done takes from the other's rest: what is slow stands together, and would keep one busy.
SIDE_BY_SIDE = ["-n", "logical", "--maxprocesses", "4", "--dist", "worksteal"]
# Every program that the tests start compiles the same files, unless the first leaves what it has.
COMPILED_ONCE = {"PYTHONDONTWRITEBYTECODE": ""}
NO_TESTS = 5  # pytest's exit status when a choice like ARGS="-k pure" leaves nothing to run


def pytest(database_url: str, *options: str) -> bool:
    """Run the tests on one database; answers whether they passed."""
    env = os.environ | {"DATABASE_URL": database_url} | COMPILED_ONCE
    argv = [sys.executable, "-m", "pytest", *SIDE_BY_SIDE, *options, *sys.argv[1:]]
    return subprocess.run(argv, env=env, check=False).returncode in {0, NO_TESTS}


def main() -> int:
    """Run both; answers the exit status."""
    provide()
    with tempfile.TemporaryDirectory(prefix="factcheck-") as folder:
        print("\nOn SQLite:", flush=True)
        passed = pytest(f"sqlite:///{Path(folder) / 'desk.sqlite3'}", "--postgres-follows")
    try:
        with postgres() as url:
            print("\nOn PostgreSQL:", flush=True)
            return 0 if pytest(url, "--database-only") and passed else 1
    except NotThere as error:
        print(report({"postgres": str(error)}))
        return 1 if "postgres" in required() or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
