from django.db import migrations, models

import marketplace.foundation.tenancy.rows


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant_id",
                    models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20),
                ),
                ("day", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("per_euro", models.DecimalField(decimal_places=8, max_digits=20)),
            ],
            options={
                "db_table": "exchange_rates",
                "constraints": [
                    models.UniqueConstraint(fields=("currency", "day"), name="exchange_rate_once"),
                    models.CheckConstraint(condition=models.Q(("per_euro__gt", 0)), name="exchange_rate_positive"),
                ],
            },
        ),
    ]
