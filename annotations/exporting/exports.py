"""One export: which rows somebody wants, read and written a page at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Max, QuerySet
from django.utils import timezone

from annotations.exporting.cells import FORMATS, Format
from annotations.exporting.kinds import KINDS, Kind
from annotations.models import Actor


class Chunk(NamedTuple):
    """A part of the file, and how many rows are in it."""

    data: bytes
    rows: int


@dataclass(frozen=True)
class Export:
    """What somebody wants: a kind, in a format, of what came to be `since` and before `until`."""

    kind: str
    format: str
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    @classmethod
    def of(cls, args: dict[str, Any]) -> Export:
        """Return what `as_json` wrote down."""
        times = {
            name: dt.datetime.fromisoformat(args[name]) if args.get(name) else None
            for name in ("since", "until")
        }
        return cls(kind=args["kind"], format=args["format"], **times)

    def as_json(self) -> dict[str, str]:
        """Return it as JSON; what is not asked for is not in it."""
        times = {"since": self.since, "until": self.until}
        said = {name: moment.isoformat() for name, moment in times.items() if moment}
        return {"kind": self.kind, "format": self.format, **said}

    @property
    def written(self) -> Format:
        """How the rows are written."""
        return FORMATS[self.format]

    def file_name(self, by: Actor) -> str:
        """Return a name that every system takes: ASCII, without spaces."""
        day = timezone.localdate().isoformat()
        return f"{by.team.slug}-{self.kind}-{day}.{self.written.ending}"

    def everything(self, by: Actor) -> QuerySet[Any]:
        """Return the rows that this actor sees, in the order of their ids."""
        found: QuerySet[Any] = self._kind.noun._default_manager.visible_to(by)  # type: ignore[attr-defined]
        if self.since:
            found = found.filter(**{f"{self._kind.at}__gte": self.since})
        if self.until:
            found = found.filter(**{f"{self._kind.at}__lt": self.until})
        return found.order_by("pk")

    def chunks(self, by: Actor) -> Iterator[Chunk]:
        """Give the file in parts, in constant memory and without a transaction.

        Each page is a reading of its own, so it shows what the actor may see by then. What is added
        meanwhile is not in it, so that it comes to an end.
        """
        last = self.everything(by).aggregate(last=Max("pk"))["last"] or 0
        yield Chunk(self.written.head([*self._kind.columns]), 0)
        after = 0
        while page := self._page(by, after, last):
            after = page[-1].pk
            yield Chunk(self.written.rows(self._kind.row(thing, by) for thing in page), len(page))

    def _page(self, by: Actor, after: int, last: int) -> list[Any]:
        found = self.everything(by).filter(pk__gt=after, pk__lte=last)
        return [*self._kind.with_all(found)[: self._kind.page]]

    @property
    def _kind(self) -> Kind:
        return KINDS[self.kind]
