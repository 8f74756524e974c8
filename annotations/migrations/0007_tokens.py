"""Tokens get a number, and say when they were last used; integrations lose their passwords."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db import migrations, models
from django.db.models import Q

CARRIED = ("digest", "token_key", "created", "expiry", "name", "scopes", "team_id", "user_id")


def carry_over(apps: Any, editor: Any) -> None:
    old, new = (apps.get_model("annotations", name) for name in ("Token", "NumberedToken"))
    rows = old.objects.order_by("created", "digest").values(*CARRIED)
    new.objects.bulk_create(new(**row) for row in rows)
    # PostgreSQL renames no table about whose foreign keys it has not made sure yet.
    editor.connection.check_constraints()


def forget_passwords(apps: Any, editor: Any) -> None:
    programs = apps.get_model("annotations", "User").objects.filter(is_integration=True)
    for user in programs.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX):
        user.password = make_password(None)
        user.save(update_fields=["password"])
    editor.connection.check_constraints()


class Migration(migrations.Migration):
    dependencies = [("annotations", "0006_webhooks")]

    operations = [
        # A table's primary key cannot be exchanged; a table can.
        migrations.CreateModel(
            name="NumberedToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("digest", models.CharField(max_length=128, unique=True)),
                ("token_key", models.CharField(db_index=True, max_length=25)),
                ("created", models.DateTimeField()),
                ("expiry", models.DateTimeField(blank=True, null=True)),
                ("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
                ("scopes", models.JSONField(verbose_name="scopes")),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbered_tokens",
                        to="annotations.team",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbered_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel("Token"),
        migrations.RenameModel("NumberedToken", "Token"),
        migrations.AlterField("token", "created", models.DateTimeField(auto_now_add=True)),
        migrations.AlterField(
            "token",
            "team",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tokens",
                to="annotations.team",
            ),
        ),
        migrations.AlterField(
            "token",
            "user",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="auth_token_set",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "membership", "version", models.PositiveIntegerField(default=1, editable=False)
        ),
        migrations.RunPython(forget_passwords, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "user",
            models.CheckConstraint(
                condition=Q(is_integration=False)
                | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX),
                name="an_integration_has_no_password",
            ),
        ),
    ]
