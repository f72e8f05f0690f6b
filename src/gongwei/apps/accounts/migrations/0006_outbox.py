"""The outbox: notes of what changed, in the order of transactions, and how far each reader has read."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

ORDER = """ALTER TABLE accounts_change ADD COLUMN changed_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
    CREATE INDEX changes_in_order ON accounts_change (changed_xid, id) INCLUDE (area_code)"""
UNORDERED = "ALTER TABLE accounts_change DROP COLUMN changed_xid"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_sessions_and_passwords")]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("row_key", models.TextField()),
                ("resident_id", models.UUIDField()),
                ("area_code", models.BigIntegerField()),
                ("verb", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True)),
            ],
        ),
        migrations.RunSQL(ORDER, UNORDERED),
        migrations.CreateModel(
            name="Consumer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=60)),
                ("position", models.CharField(max_length=48)),
                (
                    "assignment",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="accounts.assignment"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assignment", "name"), name="one_position_a_consumer")]
            },
        ),
    ]
