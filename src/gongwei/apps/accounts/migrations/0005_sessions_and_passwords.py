"""Sessions know whose they are, users when they chose their password, and old passwords do not come back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHOSEN = "UPDATE accounts_user SET password_at = made_at"  # nobody who works already is stopped by this


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_seal_the_audit")]

    operations = [
        migrations.AddField("user", "password_at", models.DateTimeField(null=True)),
        migrations.RunSQL(CHOSEN, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="OpenSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("user_id", models.UUIDField(db_index=True, null=True)),
            ],
            options={"verbose_name": "session", "verbose_name_plural": "sessions", "abstract": False},
        ),
        migrations.CreateModel(
            name="PastPassword",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128)),
                ("until_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
    ]
