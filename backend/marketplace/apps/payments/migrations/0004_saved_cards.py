from django.db import migrations, models

import marketplace.foundation.tenancy.rows


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_found_by_reference"),
    ]

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                (
                    "tenant_id",
                    models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20),
                ),
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("customer_id", models.CharField(max_length=40)),
                ("provider", models.CharField(max_length=20)),
                ("provider_customer", models.CharField(max_length=100)),
                ("reference", models.CharField(max_length=100)),
                ("brand", models.CharField(max_length=100)),
                ("last4", models.CharField(max_length=4)),
                ("expires_month", models.PositiveSmallIntegerField()),
                ("expires_year", models.PositiveSmallIntegerField()),
                ("saved_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "payment_cards",
                "indexes": [models.Index(fields=["customer_id", "-id"], name="card_of_customer")],
                "constraints": [models.UniqueConstraint(fields=("provider", "reference"), name="card_reference_once")],
            },
        ),
        migrations.AddField(
            model_name="payment",
            name="saves_card",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="payment",
            name="customer_id",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddField(
            model_name="payment",
            name="provider_customer",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("customer_id", ""), _negated=True), fields=["customer_id"], name="payment_with_saved_card"
            ),
        ),
    ]
