from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0002_maintenance_notice")]

    operations = [
        migrations.AddField(
            model_name="tenantrecord",
            name="is_planned",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
