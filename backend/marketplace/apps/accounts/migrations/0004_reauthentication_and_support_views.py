from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_second_factor"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="reauthenticated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="acting_staff_id",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
    ]
