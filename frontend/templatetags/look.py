"""The look in templates: icons, states, people, ratings, ages, fields.

Every tag takes plain values, so that pages, fragments and tests can draw without models.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from annotations.text.words import Snippet
from frontend import once

register = template.Library()

HUES = 5
MINUTE, HOUR, DAY, WEEK = 60, 3600, 86400, 7 * 86400

STATES: dict[str, Promise] = {
    "suggested": later("Suggested"),
    "open": later("Open"),
    "draft": later("Draft"),
    "in-review": later("In review"),
    "returned": later("Returned"),
    "approved": later("Approved"),
    "published": later("Published"),
    "needs-recheck": later("Needs recheck"),
    "disputed": later("Disputed"),
    "orphan": later("Orphan"),
    "dismissed": later("Dismissed"),
    "merged": later("Merged"),
    "superseded": later("Superseded"),
    "retracted": later("Retracted"),
}
"""The words of the states, by the names that the style sheet knows them by."""


@register.simple_tag
def icon(name: str, *, flipped: bool = False) -> SafeString:
    """Return a drawing from the sprite; a flipped one points the other way, right to left."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        " is-flipped" if flipped else "",
        static("frontend/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def current(context: RequestContext, *beginnings: str) -> SafeString | str:
    """Return `aria-current` where the address's name begins with one of these."""
    match = context["request"].resolver_match
    is_here = match is not None and (match.url_name or "").startswith(beginnings)
    return format_html(' aria-current="{}"', "page") if is_here else ""


@register.filter
def css_state(state: str) -> str:
    """Return a state as the style sheet names it: `in_review` is `in-review`."""
    return str(state).replace("_", "-")


@register.filter
def state_word(state: str) -> Promise | str:
    """Return the word of a state, as people read it."""
    return STATES.get(css_state(state), state)


@register.inclusion_tag("components/state.html")
def state(state: str) -> dict[str, Any]:
    """Draw a state in a line: icon and word."""
    return {"name": css_state(state), "word": state_word(state)}


@register.inclusion_tag("components/state.html")
def state_badge(state: str) -> dict[str, Any]:
    """Draw a state that stands alone: icon and word in a box."""
    return {"name": css_state(state), "word": state_word(state), "boxed": True}


@register.filter
def initials(name: str) -> str:
    """Return two letters for a person: of the first and the last name, or of the only one."""
    words = str(name).split()
    letters = words[0][0] + words[-1][0] if len(words) > 1 else "".join(words)[:2]
    return letters.upper()


@register.inclusion_tag("components/avatar.html")
def avatar(name: str, *, small: bool = False) -> dict[str, Any]:
    """Draw a person; without a name, the empty place of somebody still to come."""
    return {"name": str(name), "small": small}


@register.filter
def hue(value: int | None, steps: int) -> int:
    """Return which of the five hues a value from 1 to `steps` has; off the scale, the middle."""
    if value is None or steps < 2:
        return (HUES + 1) // 2
    return 1 + round((value - 1) * (HUES - 1) / (steps - 1))


def _steps(value: int | None, steps: int) -> list[bool]:
    return [step == value for step in range(1, steps + 1)] if value is not None else []


@register.inclusion_tag("components/ticks.html")
def ticks(label: str, value: int | None = None, steps: int = HUES) -> dict[str, Any]:
    """Draw a rating small: ticks and the word. Off the scale the word alone."""
    return {"label": label, "steps": _steps(value, steps), "hue": hue(value, steps)}


@register.inclusion_tag("components/scale.html")
def scale(value: int | None, steps: int, first: str, last: str) -> dict[str, Any]:
    """Draw where a rating stands: boxes, the ends labelled. Nothing where it has no place."""
    context = {"steps": _steps(value, steps), "hue": hue(value, steps)}
    return context | {"first": first, "last": last}


@register.inclusion_tag("components/quorum.html")
def quorum(given: int, needed: int) -> dict[str, Any]:
    """Draw how many approvals there are of those that it takes."""
    places = [place < given for place in range(max(given, needed))]
    return {"given": given, "needed": needed, "places": places}


@register.inclusion_tag("components/refusal.html")
def refusal(sentence: str, id: str = "") -> dict[str, Any]:  # noqa: A002 - as HTML calls it
    """Draw why something cannot be done now. Its button is `aria-describedby` the id."""
    return {"sentence": sentence, "id": id}


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField, *, content: bool = False, needs: str = "", either: bool = False
) -> dict[str, Any]:
    """Draw a field with its label, hint and errors; `content` is what goes out, in serif.

    `needs` is a sentence on what is still missing there, which is no error yet. Of fields that are
    `either` one is required, so none is called optional.
    """
    attrs: dict[str, str | bool] = {"class": "is-content"} if content else {}
    if needs:
        described = f"{bound.aria_describedby or ''} {bound.auto_id}_needs"
        attrs["aria-describedby"] = described.strip()
    drawn = bound.as_widget(attrs=attrs)
    return {"bound": bound, "drawn": drawn, "needs": needs, "either": either}


@register.simple_tag
def sent_once() -> SafeString:
    """Return the field by which a form is known that does nothing when it is sent again."""
    return format_html(
        '<input type="hidden" name="{}" value="{}">', once.FIELD, get_random_string(22)
    )


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """Draw what is wrong with a form as a whole."""
    return {"errors": form.non_field_errors()}


@register.inclusion_tag("components/pages.html", takes_context=True)
def pages(context: RequestContext, page: Page[Any]) -> dict[str, Any]:
    """Draw the way to the next and the previous page; the filters stay in the address."""
    return {"page": page, "request": context["request"]}


@register.filter
def marked(piece: Snippet) -> SafeString:
    """Return a text with the words that were searched for marked in it."""
    text, ends = piece.text, [0, *(hit.end for hit in piece.hits)]
    marks = [
        (text[end : hit.start], text[hit.start : hit.end])
        for end, hit in zip(ends, piece.hits, strict=False)
    ]
    drawn = format_html_join("", '{}<mark class="hit">{}</mark>', marks)
    return format_html("{}{}", drawn, text[ends[-1] :])


@register.filter
def ago(moment: datetime | None) -> SafeString | str:
    """Return an age in a few letters (now, 5 min, 2 h, 3 d), or the day when it is long past."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        date_format(timezone.localtime(moment), "j F Y, H:i"),
        _age(moment),
    )


def _age(moment: datetime) -> str:
    seconds = int((timezone.now() - moment).total_seconds())
    if seconds < MINUTE:
        return _("now")
    if seconds < HOUR:
        return _("%(minutes)d min") % {"minutes": seconds // MINUTE}
    if seconds < DAY:
        return ngettext("%(hours)d h", "%(hours)d h", seconds // HOUR) % {"hours": seconds // HOUR}
    if seconds < WEEK:
        return ngettext("%(days)d d", "%(days)d d", seconds // DAY) % {"days": seconds // DAY}
    this_year = moment.year == timezone.now().year
    return date_format(timezone.localtime(moment), "j M" if this_year else "j M Y")
