from django.db import migrations, models

NAMES = [("recommendations", "recommendations"), ("forecasts", "forecasts"), ("fraud", "fraud")]


class Migration(migrations.Migration):
    dependencies = [("intelligence", "0001_initial")]

    operations = [
        migrations.AlterField("modelswitch", "name", models.CharField(choices=NAMES, max_length=20, primary_key=True, serialize=False)),
        migrations.AlterField("modelversion", "name", models.CharField(choices=NAMES, max_length=20)),
    ]
