from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LatestBackup",
            fields=[
                ("database", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("size_bytes", models.BigIntegerField()),
                ("place", models.CharField(max_length=500)),
            ],
            options={
                "db_table": "latest_backups",
            },
        ),
    ]
