"""The feed, filled with what everybody may know of the history so far."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Exists, F, OuterRef, Q


def fill(apps: Any, _editor: Any) -> None:
    def model(name: str) -> Any:
        return apps.get_model("annotations", name)

    blind = Q(verdict__status__in=("draft", "in_review"), verdict__terms__blind_review=True)
    running = Q(round=F("claim__double_rating"), claim__agreed_rating__isnull=True)
    told = model("Event").objects.order_by("pk")
    for name, veil in (("Review", blind), ("Comment", blind), ("BlindRating", running)):
        hidden = model(name).objects.filter(veil, pk=OuterRef("object_id"))
        told = told.exclude(Q(noun=name.lower()) & Exists(hidden))
    entries, batch = model("FeedEntry").objects, []
    for event, team in told.values_list("pk", "stream__team_id").iterator(chunk_size=2000):
        batch.append(model("FeedEntry")(event_id=event, team_id=team))
        if len(batch) == 2000:
            entries.bulk_create(batch)
            batch.clear()
    entries.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0004_review_and_correction")]

    operations = [
        migrations.CreateModel(
            name="FeedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="annotations.event",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feed",
                        to="annotations.team",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["team", "id"], name="the_feed_of_a_team")]},
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
