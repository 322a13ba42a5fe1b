from django.db import migrations, models

import marketplace.apps.reconciliation.types


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="entry",
            name="settlement_entry_kind",
        ),
        migrations.RemoveConstraint(
            model_name="report",
            name="settlement_report_format",
        ),
        migrations.AlterField(
            model_name="difference",
            name="entry_kind",
            field=models.CharField(
                choices=[
                    ("charge", "charge"),
                    ("refund", "refund"),
                    ("dispute", "dispute"),
                    ("fee", "fee"),
                    ("transfer", "transfer"),
                    ("receipt", "receipt"),
                    ("payout", "payout"),
                    ("other", "other"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="entry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("charge", "charge"),
                    ("refund", "refund"),
                    ("dispute", "dispute"),
                    ("fee", "fee"),
                    ("transfer", "transfer"),
                    ("receipt", "receipt"),
                    ("payout", "payout"),
                    ("other", "other"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="format",
            field=models.CharField(
                choices=[("stripe", "stripe"), ("mollie", "mollie"), ("paypal", "paypal"), ("plain", "plain"), ("camt053", "camt053")],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            marketplace.apps.reconciliation.types.EntryKind["CHARGE"],
                            marketplace.apps.reconciliation.types.EntryKind["REFUND"],
                            marketplace.apps.reconciliation.types.EntryKind["DISPUTE"],
                            marketplace.apps.reconciliation.types.EntryKind["FEE"],
                            marketplace.apps.reconciliation.types.EntryKind["TRANSFER"],
                            marketplace.apps.reconciliation.types.EntryKind["RECEIPT"],
                            marketplace.apps.reconciliation.types.EntryKind["PAYOUT"],
                            marketplace.apps.reconciliation.types.EntryKind["OTHER"],
                        ),
                    )
                ),
                name="settlement_entry_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "format__in",
                        (
                            marketplace.apps.reconciliation.types.ReportFormat["STRIPE"],
                            marketplace.apps.reconciliation.types.ReportFormat["MOLLIE"],
                            marketplace.apps.reconciliation.types.ReportFormat["PAYPAL"],
                            marketplace.apps.reconciliation.types.ReportFormat["PLAIN"],
                            marketplace.apps.reconciliation.types.ReportFormat["CAMT053"],
                        ),
                    )
                ),
                name="settlement_report_format",
            ),
        ),
    ]
