from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0003_courier_remittances"),
    ]

    operations = [
        migrations.AddField("reportedprovider", "fetched_until", models.DateTimeField(null=True)),
    ]
