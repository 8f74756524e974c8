"""When an article's texts were captured, and who brought each."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from annotations.models import Actor, Article, Event


class Capture(NamedTuple):
    """A version by its number; `who` is empty where the history does not say."""

    number: int
    at: dt.datetime
    words: int
    who: str


def captures(article: Article, by: Actor) -> list[Capture]:
    """Return the versions of an article, the newest first."""
    lines = Event.objects.visible_to(by).filter(stream__article=article, noun="articleversion")
    who = dict(lines.order_by("seq").values_list("object_id", "actor_name"))
    rows = article.versions.order_by("-number").values_list("pk", "number", "retrieved_at", "words")
    return [Capture(number, at, words, who.get(pk, "")) for pk, number, at, words in rows]
