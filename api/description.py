"""What is done to the whole description at the end: limits, wording, and an example for each body.

An example stands in `api/examples/<noun>.json` under the name of what it is an example of.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from api.serializers.fields import LARGEST_ID

FOLDER = Path(__file__).parent / "examples"
REF = "#/components/schemas/"
SAYS = "Return "
SOME_TEXT = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"


def finish(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """Return the description with numbers bounded, sentences set right, and examples."""
    for part in _parts(result):
        _bound(part)
        _reword(part)
    for content in _contents(result["paths"]):
        found = example_of(content.get("schema", {}), result["components"]["schemas"])
        if found is not None:
            content["example"] = found
    return result


@cache
def examples() -> dict[str, Any]:
    """Return every example by the name of its schema."""
    found: dict[str, Any] = {}
    for file in sorted(FOLDER.glob("*.json")):
        found |= json.loads(file.read_text("utf-8"))
    return found


def example_of(schema: dict[str, Any], shapes: dict[str, Any]) -> Any:
    """Return an example of a schema; of a page, one with one row. None where there is none."""
    if schema.get("type") == "array":
        one = example_of(schema["items"], shapes)
        return None if one is None else [one]
    name = schema.get("$ref", "").removeprefix(REF)
    if name in examples():
        return examples()[name]
    page = shapes.get(name, {}).get("properties", {})
    rows = example_of(page["results"], shapes) if "results" in page else None
    return None if rows is None else {"next": None, "previous": None, "results": rows}


def _bound(part: dict[str, Any]) -> None:
    """An integer without limits is at most what the database can count; one asked for is an id."""
    if part.get("in") in {"path", "query"}:
        asked = part["schema"]
        asked |= {"minimum": 1} if _is_whole(asked) and "minimum" not in asked else {}
        asked |= {"pattern": SOME_TEXT} if asked == {"type": "string"} else {}
    if _is_whole(part) and "maximum" not in part:
        part |= {"format": "int64", "maximum": LARGEST_ID}


def _is_whole(schema: dict[str, Any]) -> bool:
    kinds = schema.get("type")
    return kinds == "integer" or (isinstance(kinds, list) and "integer" in kinds)


def _reword(part: dict[str, Any]) -> None:
    """A docstring says what is returned; of a field that goes without saying."""
    says = part.get("description")
    if isinstance(says, str) and says.startswith(SAYS):
        rest = says.removeprefix(SAYS)
        part["description"] = rest[0].upper() + rest[1:]


def _parts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for inner in list(node.values()):
            yield from _parts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _parts(inner)


def _contents(paths: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give every body of a request or an answer."""
    for operations in paths.values():
        for operation in operations.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for body in bodies:
                yield from body.get("content", {}).values()
