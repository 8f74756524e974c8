"""`make bench`: a small and a large desk, side by side.

It starts the desk on a database of its own; the wall times are this machine's, and the processor
times are the server's alone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from zlib import crc32

import django

from bench import corpus
from bench.client import Client, measure
from bench.desk import ROOT, Desk, desk, environment, key, manage

PORT = 8765
SMALL, LARGE = 100, 10_000
CLAIMS = 50
Row = tuple[str, str]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        with desk(url, PORT):
            pass  # the first start prepares the database; only the second is measured
        token = key(url)
        columns = {size: _column(url, token, size) for size in (SMALL, LARGE)}
        verified = _verified(f"sqlite:///{Path(folder) / 'history.sqlite3'}")
    _print(columns)
    lines = f"verify {verified['lines']:,.0f} lines, {verified['checkpoints']:.0f} checkpoints"
    print(f"\n{lines:50} {verified['seconds']:.1f} s, {verified['grown_mb']:.0f} MB")
    print(f"sentences per second, split and scored, one core   {_sentences():,.0f}")
    print(f"environment for running                            {_environment():,.0f} MB")


def _column(url: str, token: str, size: int) -> list[Row]:
    """Return the figures of a desk with so many articles."""
    manage(url, "shell", "-c", f"from bench import seed; seed.fill({size})")
    with desk(url, PORT) as d:
        _rest(d)
        rest = d.memory()
        rows = [("start to first answer", f"{d.seconds:.1f} s")]
        rows += [
            (f"memory at rest, {role}", f"{size:.0f} MB") for role, size in sorted(rest.items())
        ]
        rows += [("memory at rest, all", f"{sum(rest.values()):.0f} MB")]
        rows += _requests(d, token, size)
    return rows


def _requests(d: Desk, token: str, size: int) -> list[Row]:
    client = Client(d.url, token)
    article = _article(client, f"of {size}")
    read = f"/api/v1/articles/{article}/?expand=claims"
    targets = {n: _article(client, f"for {n} in {size}", words=8_000) for n in (1, 8)}
    # The first requests load what all others need.
    for number in range(CLAIMS):
        _claim(client, article, number)
    _rest(d)
    rows = []
    for clients, target in targets.items():
        got = measure(d, token, clients, 200, lambda c, n, t=target: _claim(c, t, n))
        label = f"create a claim, {clients} client{'s' * (clients > 1)}"
        rows += [(label, f"{got['cpu_ms']:.1f} ms CPU, {got['per_second']:.0f}/s")]
    got = measure(d, token, 1, 100, lambda c, _n: c.send("GET", read))
    rows += [(f"read an article with {CLAIMS} claims", f"{got['cpu_ms']:.1f} ms CPU")]
    got = measure(d, token, 1, 100, lambda c, _n: c.send("GET", "/api/v1/articles/?page_size=50"))
    rows += [("list 50 articles", f"{got['cpu_ms']:.1f} ms CPU")]
    got = measure(d, token, 1, 100, lambda c, _n: c.send("GET", "/api/v1/claims/?page_size=50"))
    rows += [("list 50 claims", f"{got['cpu_ms']:.1f} ms CPU")]
    new = [corpus.article(10_000_000 + size * 1_000 + n) for n in range(1_000)]
    got = measure(d, token, 1, 1, lambda c, _n: c.send("POST", "/api/v1/articles/bulk/", new))
    rows += [("import 1,000 articles of 400 words", f"{got['cpu_ms'] / 1000:.2f} s CPU")]
    return rows


def _rest(d: Desk) -> None:
    """Wait until the worker has nothing to do: it would take turns with the server."""
    used = -1.0
    while (now := d.cpu("worker")) - used > 0.2:
        used = now
        time.sleep(5)


def _article(client: Client, name: str, words: int = 1_000) -> int:
    sent = corpus.article(crc32(name.encode()), words) | {"title": f"Bench {name}"}
    return int(client.send("POST", "/api/v1/articles/", sent)["id"])


def _claim(client: Client, article: int, number: int) -> Any:
    """Claim the words number…number+1 of an article; every number is another claim."""
    body = {"article": article, "start": number * 20, "end": number * 20 + 15}
    return client.send("POST", "/api/v1/claims/", body)


def _verified(url: str) -> dict[str, float]:
    """Return how long it takes to verify a long history."""
    manage(url, "migrate")
    manage(url, "demo")
    argv = [sys.executable, "-m", "bench.history"]
    done = subprocess.run(
        argv, cwd=ROOT, env=environment(url), check=True, stdout=subprocess.PIPE, text=True
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _sentences() -> float:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from annotations.suggesting.proposing import propose

    propose("The first call loads the model.")
    text = "\n\n".join(corpus.article(n)["text"] for n in range(100))
    began = time.perf_counter()
    return len(propose(text)) / (time.perf_counter() - began)


def _environment() -> float:
    """Return the size of what requirements.txt installs, in MB."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    names = [line.split("==")[0] for line in lines if "==" in line and line[0].isalpha()]
    return sum(_size(name) for name in names) / 1024 / 1024


def _size(name: str) -> int:
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return 0  # a pin for another system
    paths = (Path(str(file.locate())) for file in files)
    return sum(path.stat().st_size for path in paths if path.is_file())


def _print(columns: dict[int, list[Row]]) -> None:
    print(f"{'':38}" + "".join(f"{f'{size:,} articles':>26}" for size in columns))
    for rows in zip(*columns.values(), strict=True):
        print(f"{rows[0][0]:38}" + "".join(f"{figure:>26}" for _label, figure in rows))


if __name__ == "__main__":
    main()
