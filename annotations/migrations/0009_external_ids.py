"""Ids from elsewhere for claims and evidence; articles count their changes."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery

EXTERNAL_ID = models.CharField(blank=True, default="", max_length=200, verbose_name="external id")


def say_whose_evidence(apps: Any, editor: Any) -> None:
    claims = apps.get_model("annotations", "Claim").objects.filter(pk=OuterRef("claim"))
    evidence = apps.get_model("annotations", "Evidence").objects
    evidence.update(team=Subquery(claims.values("team")[:1]))
    if editor.connection.vendor == "postgresql":
        # It alters no table while foreign keys of it are still to be checked.
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def team(*, known: bool) -> Any:
    return models.ForeignKey(
        null=not known,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="evidence",
        to="annotations.team",
    )


class Migration(migrations.Migration):
    dependencies = [("annotations", "0008_search")]

    operations = [
        migrations.AddField(
            "article", "version", models.PositiveIntegerField(default=1, editable=False)
        ),
        migrations.AddField("claim", "external_id", EXTERNAL_ID, preserve_default=False),
        migrations.AddField("evidence", "external_id", EXTERNAL_ID, preserve_default=False),
        migrations.AddField("evidence", "team", team(known=False)),
        migrations.RunPython(say_whose_evidence, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("evidence", "team", team(known=True)),
        migrations.AddConstraint(
            "claim",
            models.UniqueConstraint(
                condition=~Q(external_id=""),
                fields=("team", "external_id"),
                name="an_external_id_names_one_claim",
            ),
        ),
        migrations.AddConstraint(
            "evidence",
            models.UniqueConstraint(
                condition=~Q(external_id=""),
                fields=("team", "external_id"),
                name="an_external_id_names_one_source",
            ),
        ),
    ]
