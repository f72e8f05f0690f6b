"""Read a wide list in the order of its days, and hold that nothing which has ended is due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_rows_follow"),
        ("places", "0001_initial"),
        ("programs", "0005_count_the_late"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE programs_enrolment SET next_due_date = NULL"
            " WHERE ended_date IS NOT NULL AND next_due_date IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("next_due_date__isnull", False)),
                fields=["next_due_date", "id"],
                include=("area_code", "program"),
                name="due_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("next_due_date__isnull", False)),
                fields=["last_visit_date", "id"],
                include=("area_code", "program", "next_due_date"),
                name="due_by_last_visit",
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_date", None), ("next_due_date", None), _connector="OR"),
                name="ended_is_not_due",
            ),
        ),
    ]
