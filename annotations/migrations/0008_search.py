"""Articles, claims and verdicts found by their words, those that are there included."""

from typing import Any

from django.db import migrations

from annotations.models.full_text import FullText, teach, unteach

INDEXES = {
    "article": FullText(name="articles_by_their_words", of=["title", "publisher"]),
    "articleversion": FullText(name="versions_by_their_words", of=["text"]),
    "claim": FullText(name="claims_by_their_words", of=["statement", "claimant"]),
    "verdict": FullText(
        name="verdicts_by_their_words",
        of=["dossier__claim__statement", "dossier__summary", "dossier__rationale"],
    ),
}


def before(_apps: Any, editor: Any) -> None:
    teach(editor)


def after(_apps: Any, editor: Any) -> None:
    unteach(editor, [index.name for index in INDEXES.values()])


class Migration(migrations.Migration):
    dependencies = [("annotations", "0007_tokens")]

    operations = [
        migrations.RunPython(before, after),
        *(migrations.AddConstraint(noun, index) for noun, index in INDEXES.items()),
    ]
