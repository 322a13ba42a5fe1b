from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_retention_runs")]

    operations = [
        migrations.AlterField(
            "retentionrun",
            "retained",
            models.CharField(
                choices=[
                    ("mails", "mails"),
                    ("webhooks", "webhooks"),
                    ("unsold_checkouts", "unsold_checkouts"),
                    ("orders", "orders"),
                    ("evidence", "evidence"),
                ],
                max_length=20,
            ),
        ),
    ]
