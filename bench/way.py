"""The way of an article to a reader who waits for its proposals, at a desk that runs.

`python -m bench.way URL KEY` prints JSON, one object an article, in seconds: `post` until the
desk has answered, `queue` until the worker has taken the job, `model` until it is done, `page`
until what the browser shows has a proposal, and the `total`. The database is DATABASE_URL's.
"""

from __future__ import annotations

import html
import json
import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import django

from bench import corpus
from bench.client import Client

ARTICLES, SENTENCES = 10, 40
TICK = 0.002
PATIENCE = 60.0
PARTS = ("post", "queue", "model", "page", "total")

_PULSE = re.compile(r'<form id="pulse".*?</form>', re.DOTALL)
_EVERY = re.compile(r"every (\d+)(m?s)")
_INPUT = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_PROPOSED = re.compile(r'data-suggestion="\d+"')


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    url, key = sys.argv[1:]
    reader, program = Reader(url), Client(url, key)
    # The first article waits for the model to be loaded, which happens once.
    ways = [way(program, reader, number) for number in range(ARTICLES + 1)]
    print(json.dumps(ways[1:]))


def way(program: Client, reader: Reader, number: int) -> dict[str, float]:
    """Add one article by the API and wait for its proposals at the screen."""
    sent = corpus.article(20_000_000 + number, SENTENCES * corpus.SENTENCE_WORDS)
    began = time.perf_counter()
    article = int(program.send("POST", "/api/v1/articles/", sent)["id"])
    posted = time.perf_counter()
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(_watch, article)
        reader.wait(article)
        shown = time.perf_counter()
        taken, done = (max(at, posted) for at in job.result())
    parts = (posted - began, taken - posted, done - taken, max(shown - done, 0.0), shown - began)
    return dict(zip(PARTS, parts, strict=True))


class Reader:
    """Alice's browser, as far as it waits: it asks again as often as the page tells it to."""

    def __init__(self, url: str) -> None:
        from django.test import Client as SignedIn

        from annotations.models import User

        client = SignedIn()
        client.force_login(User.objects.get(email="alice@harbourdesk.example"))
        cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        self.connection = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)
        self.headers = {"Cookie": cookies}

    def wait(self, article: int) -> None:
        """Return when the page of the article shows a proposal."""
        address, until = f"/articles/{article}/", time.perf_counter() + PATIENCE
        shown = pulse = self.get(address)
        while not _PROPOSED.search(shown):
            if time.perf_counter() > until:
                raise SystemExit(f"{address} shows no proposals after {PATIENCE:.0f} s.")
            form = _PULSE.search(pulse)
            if form is None:
                raise SystemExit(f"{address} does not ask for news.")
            time.sleep(every(form[0]))
            told = {name: html.unescape(value) for name, value in _INPUT.findall(form[0])}
            shown = self.get(f"{address}pulse/?{urlencode(told)}")
            pulse = shown if _PULSE.search(shown) else pulse

    def get(self, path: str) -> str:
        """Return what is there."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        content = answer.read().decode()
        if answer.status >= 300:
            raise SystemExit(f"{path} answers {answer.status}.")
        return content


def every(form: str) -> float:
    """Return how many seconds the page waits before it asks for news."""
    found = _EVERY.search(form)
    if found is None:
        raise SystemExit("The page does not say how often it asks for news.")
    return int(found[1]) / (1000 if found[2] == "ms" else 1)


def _watch(article: int) -> tuple[float, float]:
    """Return when the worker took the article's job and when it was done, by our clock."""
    from django.db import connection

    from annotations.models import Job

    job, taken = Job.objects.filter(key=f"article:{article}").order_by("-pk"), 0.0
    state, until = "waiting", time.perf_counter() + PATIENCE
    while state != "done" and time.perf_counter() < until:
        state = job.values_list("state", flat=True)[0]
        if state != "waiting" and not taken:
            taken = time.perf_counter()
        time.sleep(TICK)
    connection.close()
    return taken, time.perf_counter()


if __name__ == "__main__":
    main()
