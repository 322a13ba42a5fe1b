from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="tenantrecord",
            name="maintenance_texts",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="tenantrecord",
            name="maintenance_until",
            field=models.DateTimeField(null=True),
        ),
    ]
