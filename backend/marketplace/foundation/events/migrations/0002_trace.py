from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outboxevent",
            name="trace",
            field=models.CharField(db_default="", default="", max_length=55),
        ),
    ]
