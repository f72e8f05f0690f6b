"""Writes of programs, taken or refused, are counted by the post that sent them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_outbox")]

    operations = [
        migrations.AddField("idempotencykey", "assignment_id", models.UUIDField(null=True)),
        migrations.AddIndex("idempotencykey", models.Index(fields=["assignment_id"], name="keys_of_post")),
        migrations.CreateModel(
            name="RefusedWrite",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("assignment_id", models.UUIDField()),
                ("area_code", models.BigIntegerField()),
                ("key", models.CharField(blank=True, max_length=80)),
                ("route", models.TextField()),
                ("status", models.SmallIntegerField()),
                ("code", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["area_code", "assignment_id"], name="refused_of_post")],
            },
        ),
    ]
