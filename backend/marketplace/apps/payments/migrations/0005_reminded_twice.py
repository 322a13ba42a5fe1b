from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0004_saved_cards"),
    ]

    operations = [
        migrations.RemoveIndex("dispute", "dispute_to_remind_of"),
        migrations.AddIndex(
            "dispute", models.Index(condition=models.Q(("state", "open")), fields=["respond_by"], name="dispute_open_until")
        ),
    ]
