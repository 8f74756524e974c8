from typing import Any

from django.db import migrations, models
from django.db.models import F


def keep_what_was_confirmed_as_gone(apps: Any, _schema_editor: Any) -> None:
    """Make orphans again of what is in no current text, though somebody has looked at it."""
    places = apps.get_model("annotations", "Occurrence").objects
    gone = places.filter(fit="confirmed").exclude(version=F("version__article__current"))
    gone.update(fit="orphan", is_acknowledged=True)


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0013_attempts_before"),
    ]

    operations = [
        migrations.AddField(
            model_name="occurrence",
            name="is_acknowledged",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(keep_what_was_confirmed_as_gone, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "Assigned"),
                    ("returned", "Returned"),
                    ("approved", "Approved"),
                    ("published", "Published"),
                    ("mentioned", "Mentioned"),
                    ("answered", "Answered"),
                    ("needs_recheck", "Needs recheck"),
                    ("words_changed", "Words changed under review"),
                    ("webhook_off", "Webhook switched off"),
                ],
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(("fit", "orphan"), ("is_acknowledged", False), _connector="OR"),
                name="only_what_is_gone_is_acknowledged",
            ),
        ),
    ]
