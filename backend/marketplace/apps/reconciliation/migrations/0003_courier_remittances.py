from django.db import migrations, models

import marketplace.apps.reconciliation.types


class Migration(migrations.Migration):
    dependencies = [
        ("reconciliation", "0002_bank_statements"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="report",
            name="settlement_report_format",
        ),
        migrations.AlterField(
            model_name="difference",
            name="provider",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="entry",
            name="provider",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="report",
            name="provider",
            field=models.CharField(max_length=40),
        ),
        migrations.AlterField(
            model_name="reportedprovider",
            name="provider",
            field=models.CharField(max_length=40, primary_key=True, serialize=False),
        ),
        migrations.AlterField(
            model_name="report",
            name="format",
            field=models.CharField(
                choices=[
                    ("stripe", "stripe"),
                    ("mollie", "mollie"),
                    ("paypal", "paypal"),
                    ("plain", "plain"),
                    ("courier", "courier"),
                    ("camt053", "camt053"),
                ],
                max_length=10,
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
                            marketplace.apps.reconciliation.types.ReportFormat["COURIER"],
                            marketplace.apps.reconciliation.types.ReportFormat["CAMT053"],
                        ),
                    )
                ),
                name="settlement_report_format",
            ),
        ),
    ]
