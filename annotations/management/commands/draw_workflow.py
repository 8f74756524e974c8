"""`manage.py draw_workflow`: the table as a picture and as rows, in annotations/README.md."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations import workflow
from annotations.conditions import Condition
from annotations.models import Claim, Suggestion, Verdict

README = Path(__file__).resolve().parents[2] / "README.md"
START, END = "<!-- workflow: drawn by manage.py draw_workflow -->", "<!-- end of workflow -->"


class Command(BaseCommand):
    """Draw the workflow into the domain's README."""

    help = "Write the workflow's picture and table into annotations/README.md."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Write, or only look."""
        parser.add_argument("--check", action="store_true", help="exit with 1 if it is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace what stands between the two marks."""
        page = README.read_text(encoding="utf-8")
        fresh = drawn_into(page)
        if options["check"] and fresh != page:
            raise CommandError("The picture is stale: run manage.py draw_workflow.")
        if not options["check"]:
            README.write_text(fresh, encoding="utf-8")


def drawn_into(page: str) -> str:
    """Return the page with today's picture and table between the marks."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{picture()}\n\n{table()}\n\n{END}{after}"


def picture() -> str:
    """Return Mermaid state diagrams of what has states: GitHub and most editors draw them."""
    return "\n\n".join(_diagram(noun) for noun in (Suggestion, Claim, Verdict))


def _diagram(noun: type) -> str:
    name = noun.__name__.lower()
    moves = [
        f"    {state} --> {row.to}: {row.action} ({row.role.label})"
        for row in workflow.TABLE
        if row.noun is noun
        for state in row.from_
        if state != row.to
    ]
    first = workflow.STATE_FIELDS[noun]
    start = noun._meta.get_field(first).default  # type: ignore[attr-defined]  # nouns are models
    return "\n".join([f"**{name}**", "", "```mermaid", "stateDiagram-v2",
                      f"    [*] --> {start}", *moves, "```"])  # fmt: skip


def table() -> str:
    """Return every row of the table, with its conditions in the words people read."""
    head = "| on | action | least role | from | to | provided |\n|---|---|---|---|---|---|"
    return "\n".join([head, *(_line(row) for row in workflow.TABLE)])


def _line(row: workflow.Row) -> str:
    states = ", ".join(row.from_) or "any"
    provided = "; ".join(_words(condition) for condition in row.provided)
    cells = (row.noun.__name__.lower(), row.action, row.role.label, states, row.to, provided)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _words(condition: Condition) -> str:
    return condition.name.replace("_", " ")
