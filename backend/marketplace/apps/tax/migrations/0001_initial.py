from django.db import migrations, models

import marketplace.apps.tax.types
import marketplace.foundation.tenancy.rows
from marketplace.foundation.append_only import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="VatNumberCheck",
            fields=[
                ("tenant_id", models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20)),
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("vendor_id", models.CharField(max_length=40)),
                ("vat_number", models.CharField(max_length=30)),
                (
                    "outcome",
                    models.CharField(choices=[("valid", "valid"), ("invalid", "invalid"), ("no_answer", "no_answer")], max_length=10),
                ),
                ("name", models.CharField(blank=True, default="", max_length=500)),
                ("address", models.CharField(blank=True, default="", max_length=1000)),
                ("consultation_number", models.CharField(blank=True, default="", max_length=100)),
                ("requester", models.CharField(blank=True, default="", max_length=30)),
                ("error", models.CharField(blank=True, default="", max_length=100)),
                ("checked_at", models.DateTimeField()),
            ],
            options={
                "db_table": "vat_number_checks",
                "indexes": [models.Index(fields=["vendor_id", "vat_number", "-checked_at", "-id"], name="vat_check_of_vendor")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                (
                                    marketplace.apps.tax.types.VatCheckOutcome["VALID"],
                                    marketplace.apps.tax.types.VatCheckOutcome["INVALID"],
                                    marketplace.apps.tax.types.VatCheckOutcome["NO_ANSWER"],
                                ),
                            )
                        ),
                        name="vat_check_outcome",
                    )
                ],
            },
        ),
        append_only("vat_number_checks", instead="ask VIES again"),
    ]
