"""Finding the ClaimReviews in a JSON-LD document: one, a list, a graph, a feed. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from annotations.errors import TooLarge

MOST = 1_000
"""ClaimReviews in one document."""
LARGEST = 100_000
"""Bytes of one of them."""
_HOLDERS = {"DataFeed": "dataFeedElement", "DataFeedItem": "item", "ItemList": "itemListElement"}

Named = Mapping[str, Any]
"""The nodes of a graph by their @id."""


class Item(NamedTuple):
    """What may be a ClaimReview, the context that it stands in, and the nodes beside it."""

    value: Any
    context: Any
    named: Named


def items(document: Any) -> list[Item]:
    """Return what the document holds, in order. Raises TooLarge beyond MOST.

    In a graph only ClaimReviews count: what else describes its page is left alone.
    """
    found: list[Item] = []
    for item in _walk(document, None, {}):
        if len(found) == MOST:
            raise TooLarge(_("At most %s ClaimReviews at once.") % f"{MOST:,}")
        found.append(item)
    return found


def types(node: Mapping[str, Any]) -> set[str]:
    """Return the types of a node, without the place where they are defined."""
    said = node.get("@type")
    names = said if isinstance(said, list) else [said]
    words = [name for name in names if isinstance(name, str)]
    return {word.removeprefix("schema:").rsplit("/", 1)[-1] for word in words}


def unstorable(value: Any) -> str | None:
    """Return why a JSON value cannot be kept as it came; None where it can."""
    try:
        size = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        return _("It has half of a character in it.")
    except ValueError:
        return _("It has a number in it that is too large.")
    if b"\\u0000" in size:
        return _("It has the character U+0000 in it.")
    if len(size) > LARGEST:
        return _("It is too large: at most %s bytes.") % f"{LARGEST:,}"
    return None


def _walk(value: Any, context: Any, named: Named) -> Iterator[Item]:
    if isinstance(value, list):
        for inner in value:
            yield from _walk(inner, context, named)
        return
    if not isinstance(value, dict):
        yield Item(value, context, named)
        return
    context = value.get("@context", context)
    if isinstance(graph := value.get("@graph"), list):
        yield from _of_graph(graph, context)
        return
    holder = next((_HOLDERS[name] for name in sorted(types(value)) if name in _HOLDERS), None)
    if holder is None:
        yield Item(value, context, named)
    elif holder in value:
        yield from _walk(value[holder], context, named)


def _of_graph(graph: list[Any], context: Any) -> Iterator[Item]:
    nodes = [node for node in graph if isinstance(node, dict)]
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    wanted = {"ClaimReview", *_HOLDERS}
    for node in nodes:
        if types(node) & wanted:
            yield from _walk(node, context, named)
