"""Reading a W3C Web Annotation that somebody sends to have a claim made of it.

What the desk cannot keep is refused with a sentence that says where it belongs, never ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.errors import Invalid
from annotations.models import ArticleVersion
from annotations.text.canonical import in_canonical_form
from annotations.text.selectors import find_quote
from annotations.text.spans import MAX_QUOTE, Span, check_span
from api.linked_data import PROFILE
from api.problems import Malformed

MOTIVATIONS = ("identifying", "highlighting")
ELSEWHERE = {
    "assessing": later("A rating is part of a verdict: send it to /api/v1/verdicts/."),
    "linking": later("A source is evidence for a claim: send it to /api/v1/evidence/."),
    "commenting": later("A remark on a claim is a comment: send it to its comments/."),
    "replying": later("A remark on a claim is a comment: send it to its comments/."),
    "tagging": later("A tag is a topic of the claim: change it at /api/v1/claims/."),
    "classifying": later("A tag is a topic of the claim: change it at /api/v1/claims/."),
}
"""What an annotation may be for, but is something else at the desk."""
OURS = frozenset(
    {
        *("id", "created", "modified", "generated", "creator", "generator", "via", "canonical"),
        *("rights", "audience", "accessibility", "stylesheet", "state", "scope", "renderedVia"),
        *("styleClass", "refinedBy", "processingLanguage", "textDirection", "rendering"),
    }
)
"""Of the model, but nothing that the desk takes from others."""
_SELECTORS = {"TextPositionSelector", "TextQuoteSelector"}


@dataclass(frozen=True)
class Sent:
    """Which words of the version, and what they claim (empty: what they say)."""

    span: Span
    statement: str


def read(sent: Any, version: ArticleVersion, address: Callable[[str], str]) -> Sent:
    """Return what an annotation says of this version. `address` makes a path absolute.

    Raises Malformed where it is none, Invalid for what it says of other things or of other words.
    """
    node = _object(sent, "", {"@context", "type", "motivation", "body", "bodyValue", "target"})
    _check_form(node)
    target = _object(_one(node.get("target"), "target"), "target", {"type", "source", "selector"})
    _is_typed(target, "target", "SpecificResource")
    _check_source(target, version, address)
    return Sent(_span(version.text, target.get("selector")), _statement(node))


def _check_form(node: Mapping[str, Any]) -> None:
    contexts = node.get("@context")
    if PROFILE not in (contexts if isinstance(contexts, list) else [contexts]):
        raise Malformed(_("@context has to be %s.") % PROFILE, errors=_at("@context"))
    if "Annotation" not in _list(node.get("type")):
        raise Malformed(_("type has to be Annotation."), errors=_at("type"))
    for motivation in _list(node.get("motivation", [])):
        _check_purpose(motivation, "motivation")


def _check_purpose(purpose: Any, field: str) -> None:
    if not isinstance(purpose, str):
        raise Malformed(_("%s is a word of the model.") % field, errors=_at(field))
    if purpose not in MOTIVATIONS:
        usual = _("The desk makes claims: it takes %s, and nothing else.") % " or ".join(
            MOTIVATIONS
        )
        raise Invalid(ELSEWHERE.get(purpose, usual), field=field)


def _check_source(
    target: Mapping[str, Any], version: ArticleVersion, address: Callable[[str], str]
) -> None:
    said = target.get("source")
    source = said.get("id") if isinstance(said, dict) else said
    article, number = version.article_id, version.number
    known = {
        address(f"articles/{article}/"),
        address(f"articles/{article}/versions/{number}/"),
        *([version.article.url, iri_to_uri(version.article.url)] if version.article.url else []),
    }
    if not isinstance(source, str) or source not in known:
        sentence = _("The source is not this article as it is now: %s.")
        raise Invalid(sentence % " or ".join(sorted(known)), field="target.source")


def _statement(node: Mapping[str, Any]) -> str:
    if "bodyValue" in node:
        if "body" in node:
            raise Malformed(_("Send body or bodyValue, not both."), errors=_at("bodyValue"))
        return _word(node["bodyValue"], "bodyValue")
    if "body" not in node:
        return ""
    names = {"type", "value", "format", "language", "purpose"}
    body = _object(_one(node["body"], "body"), "body", names)
    _is_typed(body, "body", "TextualBody")
    if body.get("format", "text/plain") != "text/plain":
        raise Invalid(_("A statement is text/plain."), field="body.format")
    if "language" in body:
        raise Invalid(_("A statement has the article's language."), field="body.language")
    if "purpose" in body:
        _check_purpose(body["purpose"], "body.purpose")
    return _word(body.get("value"), "body.value")


def _span(text: str, selectors: Any) -> Span:
    """Return the words that the selectors name; where there are two, both have to."""
    found: dict[str, Mapping[str, Any]] = {}
    for one in _list(selectors):
        kind = one.get("type") if isinstance(one, dict) else None
        if not isinstance(kind, str) or kind not in _SELECTORS or kind in found:
            sentence = _("Say where the words are by one %s, or by both.")
            raise Invalid(sentence % " or ".join(sorted(_SELECTORS)), field="target.selector")
        found[kind] = one
    position, quote = found.get("TextPositionSelector"), found.get("TextQuoteSelector")
    if position is not None:
        _object(position, "target.selector", {"type", "start", "end"})
    if quote is None:
        if position is None:
            raise Malformed(_("There is no selector."), errors=_at("target.selector"))
        return check_span(text, position.get("start"), position.get("end"))
    _object(quote, "target.selector", {"type", "exact", "prefix", "suffix"})
    exact, prefix, suffix = (_word(quote.get(n, ""), n) for n in ("exact", "prefix", "suffix"))
    if position is None:
        return find_quote(text, exact, prefix, suffix)
    span = check_span(text, position.get("start"), position.get("end"), exact)
    _check_beside(text, span, prefix, suffix)
    return span


def _check_beside(text: str, span: Span, prefix: str, suffix: str) -> None:
    # Only so much of a context counts: a client may send the whole article as one.
    prefix, suffix = map(in_canonical_form, (prefix[-MAX_QUOTE:], suffix[:MAX_QUOTE]))
    before = text[max(0, span.start - len(prefix)) : span.start]
    after = text[span.end : span.end + len(suffix)]
    beside = {"prefix": (prefix, before), "suffix": (suffix, after)}
    for name, (said, found) in beside.items():
        if said != found:
            sentence = _("The text has other words beside it: “%s”.") % found
            raise Invalid(sentence, errors={name: [sentence], "found": [found]})


def _object(value: Any, field: str, names: Collection[str]) -> Mapping[str, Any]:
    """Return it if it is an object with these names. Raises about the first other one."""
    if not isinstance(value, dict):
        raise Malformed(_("%s: send a JSON object.") % (field or "annotation"), errors=_at(field))
    for name in value:
        if name not in names:
            place = f"{field}.{name}" if field else name
            if name in OURS:
                raise Invalid(
                    _("%s: the desk cannot keep this. Leave it out.") % place, field=place
                )
            raise Malformed(_("%s: there is no such field here.") % place, errors=_at(place))
    return value


def _one(value: Any, field: str) -> Any:
    if isinstance(value, list) and len(value) != 1:
        raise Invalid(_("A claim has exactly one %s here.") % field, field=field)
    return value[0] if isinstance(value, list) else value


def _is_typed(node: Mapping[str, Any], field: str, kind: str) -> None:
    if node.get("type", kind) != kind:
        sentence = _("Of the types of a %(field)s, the desk takes %(kind)s only.")
        raise Invalid(sentence % {"field": field, "kind": kind}, field=f"{field}.type")


def _word(value: Any, field: str) -> str:
    if not isinstance(value, str):
        raise Malformed(_("%s has to be a string.") % field, errors=_at(field))
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _at(field: str) -> dict[str, list[str]] | None:
    return {field: [_("This is not what the model has here.")]} if field else None
