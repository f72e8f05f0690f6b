"""Teams, contracts and services."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import gongwei.apps.people.rows


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0009_personal_information"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("area_code", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "changed_xid",
                    gongwei.apps.people.rows.Xid8Field(
                        db_default=gongwei.apps.people.rows.CurrentTransaction(), editable=False
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("preliminary", "预签约"),
                            ("waiting", "待签约"),
                            ("signed", "已签约"),
                            ("ending", "解约中"),
                            ("ended", "已解约"),
                            ("refused", "拒签"),
                            ("renewed", "已续签"),
                            ("changed", "已改签"),
                            ("lapsed", "到期未续"),
                        ]
                    ),
                ),
                ("sign_way", models.TextField()),
                ("packages", models.JSONField()),
                ("signed_date", models.DateField()),
                ("from_date", models.DateField()),
                ("to_date", models.DateField()),
                ("stop_date", models.DateField(null=True)),
                ("stop_reason", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                    ),
                ),
                ("resident", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.resident")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("area_code", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "changed_xid",
                    gongwei.apps.people.rows.Xid8Field(
                        db_default=gongwei.apps.people.rows.CurrentTransaction(), editable=False
                    ),
                ),
                ("item", models.TextField()),
                ("served_date", models.DateField()),
                ("note", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("contract", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="contracts.contract")),
                ("resident", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.resident")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, serialize=False)),
                ("area_code", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("item", models.TextField()),
                ("served_date", models.DateField()),
                ("note", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.service",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.resident",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("area_code", models.BigIntegerField(db_index=True)),
                ("villages", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("members", models.JSONField(default=list)),
                ("since_date", models.DateField()),
                ("ended_date", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="places.institution"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, serialize=False)),
                ("area_code", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("preliminary", "预签约"),
                            ("waiting", "待签约"),
                            ("signed", "已签约"),
                            ("ending", "解约中"),
                            ("ended", "已解约"),
                            ("refused", "拒签"),
                            ("renewed", "已续签"),
                            ("changed", "已改签"),
                            ("lapsed", "到期未续"),
                        ]
                    ),
                ),
                ("sign_way", models.TextField()),
                ("packages", models.JSONField()),
                ("signed_date", models.DateField()),
                ("from_date", models.DateField()),
                ("to_date", models.DateField()),
                ("stop_date", models.DateField(null=True)),
                ("stop_reason", models.TextField(blank=True)),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.contract",
                    ),
                ),
                (
                    "resident",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.resident",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="contracts.team",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contract",
            name="team",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="contracts.team"),
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(models.F("area_code"), name="service_area"),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.UniqueConstraint(fields=("contract", "item", "served_date"), name="one_service_a_day"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="renew_changed_xid",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.changed_xid = pg_current_xact_id(); RETURN NEW;",
                    hash="1a6fdc047c47df20675313b030c599803d8ebc48",
                    operation="UPDATE",
                    pgid="pgtrigger_renew_changed_xid_0ca6e",
                    table="contracts_service",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="leave_tombstone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO people_tombstone (resident_id) VALUES (OLD.resident_id); RETURN NULL;",
                    hash="44ff13a504a692f0856359a9bd5026ad248a69e0",
                    operation="DELETE",
                    pgid="pgtrigger_leave_tombstone_2f5e0",
                    table="contracts_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_serviceevent" ("actor_id", "area_code", "contract_id", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "resident_id", "served_date") SELECT new_values."actor_id", new_values."area_code", new_values."contract_id", new_values."id", new_values."item", new_values."note", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."recorded_at", new_values."resident_id", new_values."served_date" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="44c4a5e74cc48128b3f6d0a3acd734e5d8fe918f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_215ae",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_serviceevent" ("actor_id", "area_code", "contract_id", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "resident_id", "served_date") SELECT new_values."actor_id", new_values."area_code", new_values."contract_id", new_values."id", new_values."item", new_values."note", _pgh_attached_context.value, clock_timestamp(), \'update\', new_values."id", new_values."recorded_at", new_values."resident_id", new_values."served_date" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."actor_id" IS DISTINCT FROM (new_values."actor_id") OR old_values."area_code" IS DISTINCT FROM (new_values."area_code") OR old_values."contract_id" IS DISTINCT FROM (new_values."contract_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."item" IS DISTINCT FROM (new_values."item") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."recorded_at" IS DISTINCT FROM (new_values."recorded_at") OR old_values."resident_id" IS DISTINCT FROM (new_values."resident_id") OR old_values."served_date" IS DISTINCT FROM (new_values."served_date")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="31ea3981d73d22f657e700dae3b9e4670d625e2c",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_01594",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_service",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="service",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_serviceevent" ("actor_id", "area_code", "contract_id", "id", "item", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "resident_id", "served_date") SELECT old_values."actor_id", old_values."area_code", old_values."contract_id", old_values."id", old_values."item", old_values."note", _pgh_attached_context.value, clock_timestamp(), \'delete\', old_values."id", old_values."recorded_at", old_values."resident_id", old_values."served_date" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="f66248feedbefc6e3977c68f5e8489727b919b60",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bca85",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_service",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="team",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_date", None)), fields=("area_code", "name"), name="one_team_a_name"
            ),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["area_code", "state", "to_date"], name="contract_area_state"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["state", "to_date", "id"], include=("area_code",), name="contract_state_end"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(fields=["team", "state"], include=("area_code", "to_date"), name="contract_team"),
        ),
        migrations.AddIndex(
            model_name="contract",
            index=models.Index(models.F("changed_xid"), name="contract_changed"),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("preliminary", "waiting", "signed", "ending"))),
                fields=("resident",),
                name="one_open_contract",
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_date__gt", models.F("from_date"))), name="contract_has_a_term"
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True),
                    models.Q(("stop_date__isnull", False), models.Q(("stop_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="contract_ends_for_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="renew_changed_xid",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.changed_xid = pg_current_xact_id(); RETURN NEW;",
                    hash="d468ab0103e07a00db3c552a46dc0e6be44dd949",
                    operation="UPDATE",
                    pgid="pgtrigger_renew_changed_xid_11a40",
                    table="contracts_contract",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="leave_tombstone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO people_tombstone (resident_id) VALUES (OLD.resident_id); RETURN NULL;",
                    hash="8b2e03bfd04370c1027b414362646c62897701cd",
                    operation="DELETE",
                    pgid="pgtrigger_leave_tombstone_108a4",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractevent" ("actor_id", "area_code", "follows_id", "from_date", "id", "packages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "resident_id", "sign_way", "signed_date", "state", "stop_date", "stop_reason", "team_id", "to_date") SELECT new_values."actor_id", new_values."area_code", new_values."follows_id", new_values."from_date", new_values."id", new_values."packages", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."recorded_at", new_values."resident_id", new_values."sign_way", new_values."signed_date", new_values."state", new_values."stop_date", new_values."stop_reason", new_values."team_id", new_values."to_date" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="c67325af94493fa19e9f112afe0044dbf77d15f1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5fe2a",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractevent" ("actor_id", "area_code", "follows_id", "from_date", "id", "packages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "resident_id", "sign_way", "signed_date", "state", "stop_date", "stop_reason", "team_id", "to_date") SELECT new_values."actor_id", new_values."area_code", new_values."follows_id", new_values."from_date", new_values."id", new_values."packages", _pgh_attached_context.value, clock_timestamp(), \'update\', new_values."id", new_values."recorded_at", new_values."resident_id", new_values."sign_way", new_values."signed_date", new_values."state", new_values."stop_date", new_values."stop_reason", new_values."team_id", new_values."to_date" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."actor_id" IS DISTINCT FROM (new_values."actor_id") OR old_values."area_code" IS DISTINCT FROM (new_values."area_code") OR old_values."follows_id" IS DISTINCT FROM (new_values."follows_id") OR old_values."from_date" IS DISTINCT FROM (new_values."from_date") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."packages" IS DISTINCT FROM (new_values."packages") OR old_values."recorded_at" IS DISTINCT FROM (new_values."recorded_at") OR old_values."resident_id" IS DISTINCT FROM (new_values."resident_id") OR old_values."sign_way" IS DISTINCT FROM (new_values."sign_way") OR old_values."signed_date" IS DISTINCT FROM (new_values."signed_date") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."stop_date" IS DISTINCT FROM (new_values."stop_date") OR old_values."stop_reason" IS DISTINCT FROM (new_values."stop_reason") OR old_values."team_id" IS DISTINCT FROM (new_values."team_id") OR old_values."to_date" IS DISTINCT FROM (new_values."to_date")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="80d53c722fef933670a83c6673fcaff013bbc1c5",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3acc9",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "contracts_contractevent" ("actor_id", "area_code", "follows_id", "from_date", "id", "packages", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "resident_id", "sign_way", "signed_date", "state", "stop_date", "stop_reason", "team_id", "to_date") SELECT old_values."actor_id", old_values."area_code", old_values."follows_id", old_values."from_date", old_values."id", old_values."packages", _pgh_attached_context.value, clock_timestamp(), \'delete\', old_values."id", old_values."recorded_at", old_values."resident_id", old_values."sign_way", old_values."signed_date", old_values."state", old_values."stop_date", old_values."stop_reason", old_values."team_id", old_values."to_date" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="50444ff1ada855592daa8745acc6ffe39408cc72",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ed57",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="contracts_contract",
                    when="AFTER",
                ),
            ),
        ),
    ]
