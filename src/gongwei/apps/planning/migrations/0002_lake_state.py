"""The lake's state names its generation. It holds nothing that a rebuild does not find again, so it is made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0001_initial")]

    operations = [
        migrations.DeleteModel("LakeState"),
        migrations.CreateModel(
            name="LakeState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("generation", models.TextField()),
                ("watermark", models.BigIntegerField()),
                ("as_of", models.DateTimeField()),
                ("counted_date", models.DateField()),
            ],
        ),
    ]
