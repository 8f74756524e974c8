"""Finding rows by their words: an index that the database keeps, and a queryset that asks it.

Either database has a table beside the noun's, named as the constraint, with the words of each row
by its id, kept by triggers: on SQLite an FTS5 table, on PostgreSQL one with a tsvector and GIN.
Both split and fold as `annotations.text.words` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self, TypeVar

from django.db import models
from django.db.backends.ddl_references import Statement, Table
from django.db.models import Expression, Q

from annotations.text.words import MARKS, Term, letters, terms

Noun = TypeVar("Noun", bound=models.Model)

MAKE = {
    "sqlite": (
        # Whatever an earlier one holds, it is filled anew from the rows.
        "DROP TABLE IF EXISTS {name}",
        (
            "CREATE VIRTUAL TABLE {name} USING fts5(words, content='', "
            "tokenize=\"unicode61 remove_diacritics 2 categories 'L* N* M*'\")"
        ),
        "INSERT INTO {name}(rowid, words) SELECT id, {stored} FROM %(table)s",
        (
            "CREATE TRIGGER {name}_insert AFTER INSERT ON %(table)s BEGIN "
            "INSERT INTO {name}(rowid, words) VALUES (NEW.id, {new}); END"
        ),
        (
            "CREATE TRIGGER {name}_update AFTER UPDATE OF {columns} ON %(table)s BEGIN "
            "INSERT INTO {name}({name}, rowid, words) VALUES ('delete', OLD.id, {old}); "
            "INSERT INTO {name}(rowid, words) VALUES (NEW.id, {new}); END"
        ),
        (
            "CREATE TRIGGER {name}_delete AFTER DELETE ON %(table)s BEGIN "
            "INSERT INTO {name}({name}, rowid, words) VALUES ('delete', OLD.id, {old}); END"
        ),
    ),
    "postgresql": (
        "CREATE TABLE {name} (id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "INSERT INTO {name} SELECT id, factcheck_words({stored}) FROM %(table)s",
        "CREATE INDEX {name}_gin ON {name} USING gin (words)",
        (
            "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF TG_OP = 'TRUNCATE' THEN TRUNCATE {name}; "
            "ELSIF TG_OP = 'DELETE' THEN DELETE FROM {name} WHERE id = OLD.id; "
            "ELSE INSERT INTO {name} VALUES (NEW.id, factcheck_words({new})) "
            "ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words; "
            "END IF; RETURN NULL; END $$"
        ),
        (
            "CREATE TRIGGER {name}_rows AFTER INSERT OR DELETE OR UPDATE OF {columns} "
            "ON %(table)s FOR EACH ROW EXECUTE FUNCTION {name}()"
        ),
        (
            "CREATE TRIGGER {name}_all AFTER TRUNCATE ON %(table)s "
            "FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        ),
    ),
}
UNMAKE = (
    "DROP TRIGGER IF EXISTS {name}_rows ON %(table)s",
    "DROP TRIGGER IF EXISTS {name}_all ON %(table)s",
    "DROP FUNCTION IF EXISTS {name}()",
    "DROP TABLE IF EXISTS {name}",
)
"""On PostgreSQL; on SQLite the triggers go with the table that is made anew."""
FOLD = r"""
CREATE OR REPLACE FUNCTION factcheck_fold(text) RETURNS text LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT translate(regexp_replace(normalize(regexp_replace(normalize(
    lower($1 {collation}), NFD), '([a-z]){marks}', '\1', 'g'), NFC), '{marks}', '', 'g'), 'ς', 'σ')
$$"""
WORDS = """
CREATE OR REPLACE FUNCTION factcheck_words(text) RETURNS tsvector LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(array_to_tsvector(array_agg(word)), '') FROM (
    SELECT word, sum(octet_length(word)) OVER (ORDER BY word) AS so_far FROM (
      SELECT DISTINCT left(unnest(string_to_array(regexp_replace(
        factcheck_fold($1), '[^{letters}]+', ' ', 'g'), ' ')), 400) COLLATE "C" AS word
    ) AS different WHERE word <> ''
  ) AS counted WHERE so_far < 1000000
$$"""
"""A tsvector has no place for more than a megabyte, nor for a word of more than two kilobytes."""
QUOTED = "'''' || nullif(left(factcheck_fold(%s), 400), '') || ''''"
COLLATIONS = ("pg_c_utf8", "unicode", "und-x-icu")
"""What knows the capitals of all scripts, whatever the database's own locale is."""


class FullText(models.BaseConstraint):
    """An index over the words of these fields; `field__key` is a key of a JSON field.

    As a constraint it is part of the table: SQLite, which makes a table anew for many a migration,
    makes the index anew with it.
    """

    def __init__(self, *, name: str, of: Sequence[str], **options: Any) -> None:
        super().__init__(name=name, **options)
        self.of = tuple(of)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FullText) and (self.name, self.of) == (other.name, other.of)

    def __hash__(self) -> int:
        return hash((self.name, self.of))

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """Say how migrations make it."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "of": list(self.of)}

    def constraint_sql(self, model: type[models.Model], editor: Any) -> None:  # type: ignore[override]
        """Leave it to be made once the table is there."""
        editor.deferred_sql.extend(self._making(model, editor.connection))

    def create_sql(self, model: type[models.Model], editor: Any) -> str:  # type: ignore[override]
        """Return what makes it for a table that is there (PostgreSQL)."""
        return "; ".join(map(str, self._making(model, editor.connection)))

    def remove_sql(self, model: type[models.Model], editor: Any) -> str:  # type: ignore[override]
        """Return what takes it away (PostgreSQL)."""
        table = Table(model._meta.db_table, editor.quote_name)
        return "; ".join(str(Statement(one.format(name=self.name), table=table)) for one in UNMAKE)

    def validate(self, *_args: Any, **_options: Any) -> None:
        """Any words may be written."""

    def _making(self, model: type[models.Model], connection: Any) -> list[Statement]:
        columns = [_column(model, path) for path in self.of]
        written = {
            key: self._text(row, columns, connection.vendor)
            for key, row in (("stored", ""), ("new", "NEW."), ("old", "OLD."))
        }
        listed = ", ".join(dict.fromkeys(columns))
        table = Table(model._meta.db_table, connection.ops.quote_name)
        return [
            Statement(template.format(name=self.name, columns=listed, **written), table=table)
            for template in MAKE[connection.vendor]
        ]

    def _text(self, row: str, columns: Sequence[str], vendor: str) -> str:
        """Return the SQL for all the words of a row."""
        values = []
        for path, column in zip(self.of, columns, strict=True):
            value, keys = f"{row}{column}", path.split("__")[1:]
            if keys and vendor == "sqlite":
                value = f"json_extract({value}, '$.{'.'.join(keys)}')"
            elif keys:
                value = f"{value} #>> '{{{','.join(keys)}}}'"
            values.append(f"coalesce({value}, '')")
        return " || ' ' || ".join(values)


def _column(model: type[models.Model], path: str) -> str:
    field: Any = model._meta.get_field(path.split("__", maxsplit=1)[0])
    return str(field.column)


class Holding(Expression):
    """The ids of a noun's rows that have all of these words, for `pk__in`."""

    def __init__(self, noun: type[models.Model], wanted: Sequence[Term]) -> None:
        super().__init__(output_field=models.BigAutoField())
        self.wanted = wanted
        constraints = noun._meta.constraints
        self.index = next(one.name for one in constraints if isinstance(one, FullText))

    def as_sqlite(self, *_context: Any, **_options: Any) -> tuple[str, list[str]]:
        """Return the question to FTS5; a word holds no quotes."""
        asked = " ".join(f'"{term.word}"{"*" * term.open}' for term in self.wanted)
        sql = "SELECT rowid FROM {index} WHERE {index} MATCH %s"
        return sql.format(index=self.index), [asked]

    def as_postgresql(self, *_context: Any, **_options: Any) -> tuple[str, list[str]]:
        """Return the question to the tsvectors; a word holds no quotes."""
        quoted = [f"{QUOTED} || ':*'" if term.open else QUOTED for term in self.wanted]
        sql = "SELECT id FROM {index} WHERE words @@ ({asked})::tsquery"
        asked = " || ' & ' || ".join(quoted)
        return sql.format(index=self.index, asked=asked), [term.word for term in self.wanted]


class Searched(models.QuerySet[Noun]):
    """Rows that can be found by their words."""

    def search(self, asked: str) -> Self:
        """Return those that have all the words, of the last one at least its beginning.

        Nothing where no word is asked for. The order stays as it is. The faces refuse what is
        longer than `words.LONGEST`: every word is a question to the database.
        """
        wanted = terms(asked)
        return self.filter(self.holding(wanted)) if wanted else self.none()

    def holding(self, wanted: Sequence[Term]) -> Q:
        """Return the condition that a row has all that is wanted."""
        return Q(pk__in=Holding(self.model, wanted))


def teach(editor: Any) -> None:
    """Teach PostgreSQL how words are split and folded; SQLite can do it."""
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT collname FROM pg_collation WHERE collname = ANY(%s)", [[*COLLATIONS]]
        )
        known = {name for (name,) in cursor.fetchall()}
    chosen = [f'COLLATE "{name}"' for name in COLLATIONS if name in known][:1]
    editor.execute(FOLD.format(collation="".join(chosen), marks=MARKS), params=None)
    inside = "".join(f"\\U{first:08X}-\\U{last:08X}" for first, last in letters())
    editor.execute(WORDS.format(letters=inside), params=None)


def unteach(editor: Any, names: Sequence[str]) -> None:
    """Take back what `teach` did, and what SQLite leaves of these indexes."""
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION factcheck_words(text)", params=None)
        editor.execute("DROP FUNCTION factcheck_fold(text)", params=None)
        return
    for name in names:
        editor.execute(f"DROP TABLE {name}", params=None)
