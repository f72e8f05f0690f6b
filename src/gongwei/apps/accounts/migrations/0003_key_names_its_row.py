"""An Idempotency-Key names the row that it wrote, from the first: no second write to keep the answer."""

from django.db import migrations, models

CARRY = """UPDATE accounts_idempotencykey SET row_id = (answer->>'id')::uuid;
    DELETE FROM accounts_idempotencykey WHERE row_id IS NULL"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_api_tokens")]

    operations = [
        migrations.AddField("idempotencykey", "row_id", models.UUIDField(null=True)),
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        migrations.AlterField("idempotencykey", "row_id", models.UUIDField()),
        migrations.RemoveField("idempotencykey", "answer"),
        migrations.RemoveField("idempotencykey", "status"),
    ]
