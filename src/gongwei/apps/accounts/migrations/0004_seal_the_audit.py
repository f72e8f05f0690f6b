"""Each audit entry says which transaction wrote it, and a seal per entry stands in a table of its own."""

import django.db.models.deletion
from django.db import migrations, models

# Only the sealing reads this column, in the order of commits; the volatile default marks the entries there are.
WRITTEN = """ALTER TABLE accounts_auditentry ADD COLUMN written_xid xid8 NOT NULL DEFAULT pg_current_xact_id();
    CREATE INDEX audit_in_order ON accounts_auditentry (written_xid, id)"""
UNWRITTEN = "ALTER TABLE accounts_auditentry DROP COLUMN written_xid"
HORIZON = "ALTER TABLE accounts_auditseal ADD COLUMN horizon xid8 NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_key_names_its_row")]

    operations = [
        migrations.RunSQL(WRITTEN, UNWRITTEN),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hash", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.auditentry",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(HORIZON, migrations.RunSQL.noop),
    ]
