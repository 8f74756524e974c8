"""THE DOOR: every change of an article and of all that hangs on it goes through `step`.

It locks the article's stream, reads the thing again, asks the table, lets the verb change it,
saves what changed and writes the history, in one transaction. One lock an article makes every
race between people a queue.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.translation import gettext as _

from annotations import notifying, workflow
from annotations.errors import NotAllowed, Stale
from annotations.history import ledger
from annotations.models import Actor, Event, Stream, Team, User
from annotations.models.versioned import Versioned

Noun = TypeVar("Noun", bound=models.Model)
Other = TypeVar("Other", bound=models.Model)


class Step(Generic[Noun]):
    """One action under way: what it touches is saved and recorded when it ends."""

    def __init__(self, action: str, stream: Stream, thing: Noun, by: Actor, reason: str) -> None:
        self.action, self.stream, self.thing, self.by = action, stream, thing, by
        self.reason = reason
        self._watched: list[tuple[models.Model, dict[str, Any]]] = []
        self._events: list[Event] = []
        self._news: list[tuple[str, models.Model, Iterable[User]]] = []
        self.watch(thing)

    def watch(self, thing: Other) -> Other:
        """Save and record, when the step ends, what the verb changes in this."""
        if all(watched is not thing for watched, _was in self._watched):
            self._watched.append((thing, facts(thing)))
        return thing

    def add(self, thing: Other) -> Other:
        """Save something new and record it."""
        thing.save(force_insert=True)
        self._note_new(thing)
        return thing

    def add_all(self, things: Sequence[models.Model]) -> None:
        """Save new things of one noun and record each, in as many queries as one takes."""
        type(things[0])._default_manager.bulk_create(things)
        for thing in things:
            self._note_new(thing)

    def remove(self, thing: models.Model) -> None:
        """Record something as it was, and delete it."""
        self._watched = [(kept, was) for kept, was in self._watched if kept is not thing]
        self.note(thing, before=facts(thing))
        thing.delete()

    def note(
        self,
        thing: models.Model,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Write one line about this thing."""
        self._events.append(
            ledger.append(
                self.stream,
                by=self.by,
                action=self.action,
                noun=thing._meta.model_name or "",
                object_id=thing.pk,
                claim_id=claim_id_of(thing),
                before=before or {},
                after=after or {},
                reason=self.reason,
            )
        )

    def tell(self, kind: str, thing: models.Model, people: Iterable[User]) -> None:
        """Notify these people, but for the actor, of the line that this step writes about it."""
        self._news.append((kind, thing, people))

    def save(self) -> None:
        """Save what has changed so far, so that queries see it."""
        for thing, was in self._watched:
            self._save(thing, was)
        self._watched = [(thing, facts(thing)) for thing, _was in self._watched]

    def end(self) -> None:
        """Save what changed, write the lines, and tell of them."""
        self.save()
        if self._events:
            ledger.write(self._events, team_id=self.stream.team_id)
            self.stream.save(update_fields=["seq", "head"])
        for kind, thing, people in self._news:
            noun = thing._meta.model_name
            line = next(e for e in self._events if (e.noun, e.object_id) == (noun, thing.pk))
            notifying.tell(kind, line, people, by=self.by)
        notifying.unveil(self._events)

    def _note_new(self, thing: models.Model) -> None:
        self.note(thing, after={k: v for k, v in facts(thing).items() if v not in (None, "", [])})

    def _save(self, thing: models.Model, was: dict[str, Any]) -> None:
        now = facts(thing)
        changed = [name for name in now if now[name] != was[name]]
        unrecorded: frozenset[str] = getattr(thing, "unrecorded", frozenset())
        fields = [*changed, *(name for name in unrecorded if name in _columns(thing))]
        if not changed:
            return
        if isinstance(thing, Versioned):
            thing.version += 1
            fields.append("version")
        thing.save(update_fields=fields)
        self.note(thing, before={n: was[n] for n in changed}, after={n: now[n] for n in changed})


@contextmanager
def step(
    action: str, thing: Noun, *, by: Actor, expected: int | None = None, reason: str = ""
) -> Iterator[Step[Noun]]:
    """Open the door for one action: yields a Step whose `thing` is fresh and locked.

    `expected` is the version that the person looked at. Raises NotAllowed or NotNow as the
    table says, Stale when the thing has moved on; then nothing has changed.
    """
    with transaction.atomic():
        stream = lock(thing)
        actor = by.refreshed()
        if actor is None:
            raise NotAllowed(_("You are no longer a member of this team."))
        fresh = _again(thing)
        if getattr(fresh, "home_id", stream.article_id) != stream.article_id:
            raise Stale(_("Somebody moved this to another claim since you opened it."), None)
        refused = workflow.refusal(action, actor, fresh)
        is_stale = expected is not None and getattr(fresh, "version", expected) != expected
        if is_stale and not isinstance(refused, NotAllowed):
            raise Stale(_("Somebody changed this since you opened it."), fresh)
        if refused:
            raise refused
        under_way = Step(action, stream, fresh, actor, reason)
        yield under_way
        under_way.end()


@contextmanager
def together(articles: Iterable[int], *, by: Actor) -> Iterator[None]:
    """Take the locks of several steps at once, in the one order in which nobody waits in a ring.

    The team's own comes first. Under it external ids are given, so that of two at once with the
    same id the second meets what the first has made. What gives the articles is asked under it.
    """
    with transaction.atomic():
        locked = Stream.objects.select_for_update().filter(team_id=by.team.pk)
        locked.get(article__isnull=True)
        [*locked.filter(article__in=[*articles]).order_by("pk").values_list("pk")]
        yield


def lock(thing: Any) -> Stream:
    """Return the stream of this thing, locked until the transaction ends."""
    locked = Stream.objects.select_for_update()
    if hasattr(thing, "home_id"):
        return locked.get(article_id=thing.home_id)
    team = thing if isinstance(thing, Team) else thing.team
    return locked.get(team=team, article__isnull=True)


def _again(thing: Noun) -> Noun:
    fresh = type(thing)._default_manager.select_related(*getattr(thing, "with_home", ()))
    try:
        return fresh.get(pk=thing.pk)
    except ObjectDoesNotExist:
        raise Stale(_("Somebody removed this since you opened it."), None) from None


def facts(thing: models.Model) -> dict[str, Any]:
    """Return the recorded fields of a thing as JSON values."""
    # What counts its changes is named by them; another `version` is the text that it stands in.
    own = {"id", "version"} if isinstance(thing, Versioned) else {"id"}
    left_out = own | getattr(thing, "unrecorded", frozenset())
    return {
        field.name: _plain(field.value_from_object(thing))
        for field in thing._meta.concrete_fields
        if field.name not in left_out
    }


def claim_id_of(thing: models.Model) -> int | None:
    """Return the claim that a line about this thing belongs to; None for articles and teams."""
    if thing._meta.model_name == "claim":
        return int(thing.pk)
    return getattr(thing, "claim_id", None)


def _columns(thing: models.Model) -> set[str]:
    return {field.name for field in thing._meta.concrete_fields}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value
