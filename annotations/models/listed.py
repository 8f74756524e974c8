"""Asking a JSON list for one of its texts, on either database."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Func, Value


class Lists(Func):
    """Whether the list in a JSON field has exactly this text."""

    output_field = BooleanField()

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field, Value(text))

    def as_sqlite(self, compiler: Any, connection: Any, **_options: Any) -> Any:
        """Look through the list."""
        template = "EXISTS (SELECT 1 FROM json_each(%(expressions)s)"
        joiner = ") WHERE value = "
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner)

    def as_postgresql(self, compiler: Any, connection: Any, **_options: Any) -> Any:
        """Ask as the operator `?` does, whose sign means a parameter to some drivers."""
        return self.as_sql(compiler, connection, function="jsonb_exists")
