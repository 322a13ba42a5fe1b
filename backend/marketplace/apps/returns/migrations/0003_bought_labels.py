from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("returns", "0002_exchanges_and_labels"),
    ]

    operations = [
        migrations.AddField(
            model_name="return",
            name="label_source",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
    ]
