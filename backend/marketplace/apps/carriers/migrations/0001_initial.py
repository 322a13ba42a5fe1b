from django.db import migrations, models

import marketplace.foundation.tenancy.rows


def _choices(*names):
    return [(name, name) for name in names]


AT_CARRIER = ["bought", "shipping", "used", "voiding", "voided"]


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CarrierAccount",
            fields=[
                (
                    "tenant_id",
                    models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20),
                ),
                ("vendor_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("carrier", models.CharField(choices=_choices("sendcloud"), max_length=20)),
                ("public_key", models.CharField(max_length=100)),
                ("secret", models.TextField()),
                ("is_refused", models.BooleanField(default=False)),
                ("connected_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={"db_table": "carrier_accounts"},
        ),
        migrations.CreateModel(
            name="CarrierLabel",
            fields=[
                (
                    "tenant_id",
                    models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20),
                ),
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("vendor_id", models.CharField(max_length=40)),
                ("vendor_order_id", models.CharField(max_length=40)),
                ("order_id", models.CharField(max_length=40)),
                ("return_id", models.CharField(blank=True, default="", max_length=40)),
                ("purpose", models.CharField(choices=_choices("shipment", "return"), max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=_choices("buying", "bought", "shipping", "used", "voiding", "voided", "failed"),
                        default="buying",
                        max_length=10,
                    ),
                ),
                ("lines", models.JSONField()),
                ("service", models.CharField(max_length=200)),
                ("weight_g", models.PositiveIntegerField()),
                ("account", models.CharField(max_length=100)),
                ("reference", models.CharField(blank=True, default="", max_length=100)),
                ("parcel", models.CharField(blank=True, default="", max_length=100)),
                ("carrier", models.CharField(blank=True, default="", max_length=60)),
                ("tracking_number", models.CharField(blank=True, default="", max_length=100)),
                ("tracking_url", models.CharField(blank=True, default="", max_length=500)),
                ("path", models.CharField(blank=True, default="", max_length=300)),
                ("shipment_id", models.CharField(blank=True, default="", max_length=40)),
                ("problem", models.CharField(blank=True, default="", max_length=300)),
                ("requested_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(null=True)),
                ("bought_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "carrier_labels",
                "indexes": [
                    models.Index(fields=["vendor_order_id", "-requested_at", "-id"], name="label_of_vendor_order"),
                    models.Index(fields=["order_id"], name="label_of_order"),
                    models.Index(
                        condition=models.Q(("state__in", ("buying", "voiding"))), fields=["claimed_until"], name="label_unfinished"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ("buying", *AT_CARRIER, "failed"))), name="label_state_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", AT_CARRIER), _negated=True), ("bought_at__isnull", False), _connector="OR"
                        ),
                        name="label_bought_at",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("purpose", "return"), models.Q(("state__in", ("voided", "failed")), _negated=True)),
                        fields=("return_id",),
                        name="label_once_a_return",
                    ),
                ],
            },
        ),
    ]
