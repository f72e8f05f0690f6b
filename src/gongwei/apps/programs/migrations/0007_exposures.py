"""Keep who was in close contact with whom."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import gongwei.apps.people.rows


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_personal_information"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("programs", "0006_walk_the_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exposure",
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
                ("program", models.TextField()),
                ("relation", models.TextField()),
                ("since_date", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.resident"
                    ),
                ),
                ("resident", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="people.resident")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExposureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, serialize=False)),
                ("area_code", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("program", models.TextField()),
                ("relation", models.TextField()),
                ("since_date", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.resident",
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
                        to="programs.exposure",
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
        migrations.AddIndex(
            model_name="exposure",
            index=models.Index(models.F("case"), models.F("area_code"), name="exposure_case"),
        ),
        migrations.AddIndex(
            model_name="exposure",
            index=models.Index(models.F("area_code"), name="exposure_area"),
        ),
        migrations.AddConstraint(
            model_name="exposure",
            constraint=models.UniqueConstraint(fields=("resident", "case", "program"), name="one_exposure_a_case"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exposure",
            trigger=pgtrigger.compiler.Trigger(
                name="renew_changed_xid",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.changed_xid = pg_current_xact_id(); RETURN NEW;",
                    hash="e3dc6d9f668cfb64d6466ac8232921ad1f3c96f8",
                    operation="UPDATE",
                    pgid="pgtrigger_renew_changed_xid_32478",
                    table="programs_exposure",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exposure",
            trigger=pgtrigger.compiler.Trigger(
                name="leave_tombstone",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO people_tombstone (resident_id) VALUES (OLD.resident_id); RETURN NULL;",
                    hash="5c85683fc62595c955b928b1fbbd0ce66f610068",
                    operation="DELETE",
                    pgid="pgtrigger_leave_tombstone_45300",
                    table="programs_exposure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exposure",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "programs_exposureevent" ("area_code", "case_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program", "recorded_at", "relation", "resident_id", "since_date") SELECT new_values."area_code", new_values."case_id", new_values."id", _pgh_attached_context.value, clock_timestamp(), \'insert\', new_values."id", new_values."program", new_values."recorded_at", new_values."relation", new_values."resident_id", new_values."since_date" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="1ef40f338e91d29a5dfd126ed4db21fb5b3af04c",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5a527",
                    referencing="REFERENCING NEW TABLE AS new_values ",
                    table="programs_exposure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exposure",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "programs_exposureevent" ("area_code", "case_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program", "recorded_at", "relation", "resident_id", "since_date") SELECT new_values."area_code", new_values."case_id", new_values."id", _pgh_attached_context.value, clock_timestamp(), \'update\', new_values."id", new_values."program", new_values."recorded_at", new_values."relation", new_values."resident_id", new_values."since_date" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."area_code" IS DISTINCT FROM (new_values."area_code") OR old_values."case_id" IS DISTINCT FROM (new_values."case_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."program" IS DISTINCT FROM (new_values."program") OR old_values."recorded_at" IS DISTINCT FROM (new_values."recorded_at") OR old_values."relation" IS DISTINCT FROM (new_values."relation") OR old_values."resident_id" IS DISTINCT FROM (new_values."resident_id") OR old_values."since_date" IS DISTINCT FROM (new_values."since_date")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d0043297c2d8b2beffc6a600ded48d2ccd166c4f",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_46a96",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="programs_exposure",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exposure",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "programs_exposureevent" ("area_code", "case_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program", "recorded_at", "relation", "resident_id", "since_date") SELECT old_values."area_code", old_values."case_id", old_values."id", _pgh_attached_context.value, clock_timestamp(), \'delete\', old_values."id", old_values."program", old_values."recorded_at", old_values."relation", old_values."resident_id", old_values."since_date" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                    hash="07090ac6eab9e0b68ba664a840f54be6a1eb4856",
                    level="STATEMENT",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ea01",
                    referencing="REFERENCING OLD TABLE AS old_values ",
                    table="programs_exposure",
                    when="AFTER",
                ),
            ),
        ),
    ]
