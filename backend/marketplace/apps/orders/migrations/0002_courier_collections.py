from django.db import migrations, models

import marketplace.foundation.tenancy.rows


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "tenant_id",
                    models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20),
                ),
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("courier", models.CharField(max_length=30)),
                ("tracking_number", models.CharField(max_length=100)),
                ("vendor_order_id", models.CharField(max_length=40)),
                ("vendor_id", models.CharField(max_length=40)),
                ("order_id", models.CharField(max_length=40)),
                ("payment_id", models.CharField(max_length=40)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("collected_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "courier_collections",
                "indexes": [
                    models.Index(fields=["courier", "tracking_number"], name="collection_by_parcel"),
                    models.Index(condition=models.Q(("settled_at", None)), fields=["courier", "collected_at"], name="collection_open"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("vendor_order_id", "tracking_number"), name="collection_once"),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="collection_positive"),
                ],
            },
        ),
    ]
