from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("price_advice", "0001_initial")]

    operations = [
        migrations.AddField(model_name="priceexperiment", name="chances", field=models.JSONField(null=True)),
    ]
