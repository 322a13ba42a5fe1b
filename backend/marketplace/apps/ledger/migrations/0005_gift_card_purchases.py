from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_settlements"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="financialtransaction",
            name="ledger_type",
        ),
        migrations.AddConstraint(
            model_name="financialtransaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "type__in",
                        [
                            "sale",
                            "shipping",
                            "discount",
                            "payment_fee",
                            "commission",
                            "commission_vat",
                            "refund",
                            "refund_discount",
                            "refund_commission",
                            "refund_commission_vat",
                            "refund_provider_fee",
                            "cash_collected",
                            "cash_returned",
                            "dispute",
                            "provider_fee",
                            "adjustment",
                            "repayment",
                            "write_off",
                            "credit_issued",
                            "credit_sold",
                            "credit_sale_refunded",
                            "credit_redeemed",
                            "credit_refunded",
                            "credit_expired",
                            "settlement",
                            "bank_receipt",
                            "payout",
                            "payout_returned",
                        ],
                    )
                ),
                name="ledger_type",
            ),
        ),
    ]
