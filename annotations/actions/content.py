"""What people and programs send is made canonical and checked before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.text.canonical import canonical

Noun = TypeVar("Noun", bound=models.Model)

MOST_TOPICS, LONGEST_TOPIC = 20, 60


def checked(thing: Noun, fields: Iterable[str]) -> Noun:
    """Return the thing with these fields made canonical; raises Invalid by field."""
    chosen = set(fields)
    for field in thing._meta.concrete_fields:
        if field.name in chosen and isinstance(field, models.CharField | models.TextField):
            setattr(thing, field.name, _text(getattr(thing, field.name), field))
    try:
        thing.clean_fields(exclude={f.name for f in thing._meta.fields} - chosen)
    except ValidationError as error:
        errors = error.message_dict
        field_name, sentences = next(iter(errors.items()))
        name = getattr(thing._meta.get_field(field_name), "verbose_name", field_name)
        raise Invalid(capfirst(f"{name}: {sentences[0]}"), errors=errors) from None
    return thing


def changed(thing: Noun, changes: Mapping[str, Any], fields: Collection[str]) -> Noun:
    """Return the thing with these fields set and checked; `fields` are those that may be given."""
    if unknown := sorted(set(changes) - set(fields)):
        # A status that came in as content would pass by the table.
        raise TypeError(f"{', '.join(unknown)}: not content of a {thing._meta.verbose_name}.")
    for name, value in changes.items():
        setattr(thing, name, value)
    return checked(thing, changes)


def topics(values: Iterable[str]) -> list[str]:
    """Return topics trimmed, without repetition, in the order given."""
    found = dict.fromkeys(" ".join(canonical(v, field="topics").split()) for v in values)
    if len(found) > MOST_TOPICS or any(len(topic) > LONGEST_TOPIC for topic in found):
        raise Invalid(
            _("At most %(most)d topics, of %(longest)d characters each.")
            % {"most": MOST_TOPICS, "longest": LONGEST_TOPIC},
            field="topics",
        )
    return list(found)


def remark(words: str, *, most: int, field: str = "reason") -> str:
    """Return what somebody said about an action: trimmed, canonical, on one line."""
    said = " ".join(canonical(words, field=field).split()) if words.strip() else ""
    if len(said) > most:
        raise Invalid(_("At most %d characters.") % most, field=field)
    return said


def _text(value: Any, field: models.Field[Any, Any]) -> Any:
    if not isinstance(value, str) or field.choices:
        return value
    value = value.strip()
    if not value:
        return ""
    if isinstance(field, models.URLField) and not value.lower().startswith(("http://", "https://")):
        raise Invalid(_("An address has to start with http:// or https://."), field=field.name)
    if isinstance(field, models.URLField) and "@" in value.split("/", 3)[2]:
        raise Invalid(_("An address must not carry a name or a password."), field=field.name)
    clean = canonical(value, field=field.name)
    # Django leaves the longest TextField to its forms.
    if isinstance(field, models.TextField) and field.max_length and len(clean) > field.max_length:
        raise Invalid(
            _("%(field)s: at most %(most)s characters.")
            % {"field": capfirst(str(field.verbose_name)), "most": f"{field.max_length:,}"},
            field=field.name,
        )
    return clean if isinstance(field, models.TextField) else " ".join(clean.split())
