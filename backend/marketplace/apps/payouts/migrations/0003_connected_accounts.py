from django.db import migrations, models

import marketplace.apps.payouts.types
import marketplace.foundation.tenancy.rows


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0002_taken_for_good"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConnectedAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant_id",
                    models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20),
                ),
                ("vendor_id", models.CharField(max_length=40)),
                ("provider", models.CharField(max_length=20)),
                ("reference", models.CharField(max_length=100)),
                ("country", models.CharField(max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "pending"), ("active", "active"), ("restricted", "restricted")],
                        default=marketplace.apps.payouts.types.ConnectedState["PENDING"],
                        max_length=10,
                    ),
                ),
                ("missing", models.JSONField(default=list)),
                ("problem", models.CharField(blank=True, default="", max_length=100)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField()),
                ("activated_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "payout_connected_accounts",
                "constraints": [
                    models.UniqueConstraint(fields=("vendor_id", "provider"), name="connected_account_once"),
                    models.UniqueConstraint(fields=("provider", "reference"), name="connected_account_reference_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", tuple(marketplace.apps.payouts.types.ConnectedState))),
                        name="connected_account_state",
                    ),
                ],
            },
        ),
    ]
