from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "retained",
                    models.CharField(
                        choices=[
                            ("mails", "mails"),
                            ("webhooks", "webhooks"),
                            ("unsold_checkouts", "unsold_checkouts"),
                            ("orders", "orders"),
                        ],
                        max_length=20,
                    ),
                ),
                ("older_than", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
                ("ran_at", models.DateTimeField()),
            ],
            options={"db_table": "privacy_retention_runs"},
        ),
    ]
