"""How long a search takes: `python -m bench.search` prints a table for 10,000 articles.

The database is DATABASE_URL's, which must be empty; without one it is a SQLite of its own.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from bench.client import measure
from bench.desk import Desk, desk, key, manage
from bench.table import Section, lines

PORT = 8766
ARTICLES, TIMES = 10_000, 50
QUESTIONS = (
    ("a word that every article has", "passengers"),
    ("two such words", "mayor passengers"),
    ("a beginning", "pass"),
    ("a word that ten have", "89999"),
    ("one article by its title", "report number 4711"),
    ("nothing", "zeppelin"),
)
PLACES = (
    ("/api/v1/articles/?page_size=50&search=", "the list, 50 a page"),
    ("/api/v1/search/?query=", "all kinds, with snippets"),
)


def main() -> None:
    """Fill, ask and print."""
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as folder:
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{Path(folder) / 'search.sqlite3'}"
        with desk(url, PORT):
            pass  # the first start prepares the database
        token = key(url)
        began = time.perf_counter()
        manage(url, "shell", "-c", f"from bench import seed; seed.fill({ARTICLES})")
        filled = time.perf_counter() - began
        with desk(url, PORT) as d:
            time.sleep(5)  # at rest
            for place, name in PLACES:
                section = Section(name, ["median", "CPU of the server"])
                for label, words in QUESTIONS:
                    section.add(label, *_asked(d, token, f"{place}{quote(words)}"))
                print("\n".join(lines([section])))
    print(f"{ARTICLES:,} articles were added in {filled:.1f} s ({url.partition(':')[0]})")


def _asked(d: Desk, token: str, path: str) -> tuple[str, str]:
    got = measure(d, token, 1, TIMES, lambda client, _number: client.send("GET", path))
    return f"{got['wall_ms']:.1f} ms", f"{got['cpu_ms']:.1f} ms"


if __name__ == "__main__":
    main()
