"""A table whose rows are written once: the database itself refuses to change or to drop them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.ddl_references import Statement, Table

_SAYS = "what is written here is never changed"
_TRIGGERS = {"sqlite": ("update", "delete"), "postgresql": ("rows", "all")}
RAISE = {
    "sqlite": (
        (
            "CREATE TRIGGER {name}_update BEFORE UPDATE ON %(table)s "
            "BEGIN SELECT RAISE(ABORT, '{name}: {says}'); END"
        ),
        (
            "CREATE TRIGGER {name}_delete BEFORE DELETE ON %(table)s "
            "BEGIN SELECT RAISE(ABORT, '{name}: {says}'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '{name}: {says}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$"
        ),
        (
            "CREATE TRIGGER {name}_rows BEFORE UPDATE OR DELETE ON %(table)s "
            "FOR EACH ROW EXECUTE FUNCTION {name}()"
        ),
        (
            "CREATE TRIGGER {name}_all BEFORE TRUNCATE ON %(table)s "
            "FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        ),
        # Also for a session that plays a replica, which skips the usual triggers.
        "ALTER TABLE %(table)s ENABLE ALWAYS TRIGGER {name}_rows, ENABLE ALWAYS TRIGGER {name}_all",
    ),
}
LOWER = {
    "sqlite": ("DROP TRIGGER IF EXISTS {name}_update", "DROP TRIGGER IF EXISTS {name}_delete"),
    "postgresql": (
        "DROP TRIGGER IF EXISTS {name}_rows ON %(table)s",
        "DROP TRIGGER IF EXISTS {name}_all ON %(table)s",
        "DROP FUNCTION IF EXISTS {name}()",
    ),
}
_THERE = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
    " AND name IN (%s, %s)",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass"
    " AND tgenabled <> 'D' AND tgname IN (%s, %s)",
}


class AppendOnly(models.BaseConstraint):
    """Triggers that refuse UPDATE and DELETE (on PostgreSQL TRUNCATE too) with IntegrityError.

    As a constraint they are part of the table: SQLite, which makes a table anew for many a
    migration, makes them anew with it.
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def constraint_sql(self, model: type[models.Model], editor: Any) -> None:  # type: ignore[override]
        """Leave the triggers to be made once the table is there."""
        editor.deferred_sql.extend(self.statements(RAISE, model, editor.connection))

    def create_sql(self, model: type[models.Model], editor: Any) -> str:  # type: ignore[override]
        """Return what puts the triggers onto a table that is there (PostgreSQL)."""
        return "; ".join(map(str, self.statements(RAISE, model, editor.connection)))

    def remove_sql(self, model: type[models.Model], editor: Any) -> str:  # type: ignore[override]
        """Return what takes them away (PostgreSQL)."""
        return "; ".join(map(str, self.statements(LOWER, model, editor.connection)))

    def validate(self, *_args: Any, **_options: Any) -> None:
        """Any row may be written."""

    def is_there(self, model: type[models.Model], connection: BaseDatabaseWrapper) -> bool:
        """Whether the database really refuses: somebody may have taken the triggers away."""
        names = [f"{self.name}_{what}" for what in _TRIGGERS[connection.vendor]]
        with connection.cursor() as cursor:
            cursor.execute(_THERE[connection.vendor], [model._meta.db_table, *names])
            return bool(cursor.fetchone()[0] == len(names))

    def statements(
        self,
        templates: dict[str, tuple[str, ...]],
        model: type[models.Model],
        connection: BaseDatabaseWrapper,
    ) -> list[Statement]:
        """Return RAISE or LOWER for this table, in order."""
        table = Table(model._meta.db_table, connection.ops.quote_name)
        return [
            Statement(template.format(name=self.name, says=_SAYS), table=table)
            for template in templates[connection.vendor]
        ]
