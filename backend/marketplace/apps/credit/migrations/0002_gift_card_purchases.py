from django.db import migrations, models

import marketplace.apps.credit.types
import marketplace.foundation.tenancy.rows


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GiftCardPurchase",
            fields=[
                ("tenant_id", models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20)),
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("customer_id", models.CharField(max_length=40)),
                ("request_key", models.CharField(max_length=255)),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "pending"), ("paid", "paid"), ("failed", "failed"), ("refunded", "refunded")],
                        default=marketplace.apps.credit.types.PurchaseState["PENDING"],
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("recipient_email", models.CharField(max_length=254)),
                ("sender_name", models.CharField(max_length=100)),
                ("message", models.CharField(blank=True, default="", max_length=500)),
                ("language", models.CharField(max_length=5)),
                ("send_at", models.DateTimeField()),
                ("mail_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("payment_id", models.CharField(max_length=40, unique=True)),
                ("credit_id", models.CharField(blank=True, default="", max_length=40)),
                ("created_at", models.DateTimeField()),
                ("paid_at", models.DateTimeField(null=True)),
                ("refunded_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "gift_card_purchases",
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="gift_card_purchase_newest"),
                    models.Index(fields=["customer_id", "-created_at"], name="gift_card_purchase_of"),
                    models.Index(condition=models.Q(("sent_at", None), ("state", "paid")), fields=["mail_at"], name="gift_card_to_mail"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    marketplace.apps.credit.types.PurchaseState["PENDING"],
                                    marketplace.apps.credit.types.PurchaseState["PAID"],
                                    marketplace.apps.credit.types.PurchaseState["FAILED"],
                                    marketplace.apps.credit.types.PurchaseState["REFUNDED"],
                                ),
                            )
                        ),
                        name="gift_card_purchase_state",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="gift_card_purchase_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paid_at__isnull", False), ("state__in", ("paid", "refunded")), models.Q(("credit_id", ""), _negated=True)
                            ),
                            models.Q(("credit_id", ""), ("paid_at", None), ("state__in", ("pending", "failed"))),
                            _connector="OR",
                        ),
                        name="gift_card_purchase_paid",
                    ),
                    models.UniqueConstraint(fields=("customer_id", "request_key"), name="gift_card_purchase_of_request"),
                    models.UniqueConstraint(
                        condition=models.Q(("credit_id", ""), _negated=True), fields=("credit_id",), name="gift_card_bought_once"
                    ),
                ],
            },
        ),
    ]
