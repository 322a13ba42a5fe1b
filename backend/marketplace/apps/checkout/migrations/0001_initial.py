from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkout",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("cart_id", models.CharField(max_length=40)),
                ("cart_owner", models.CharField(max_length=60)),
                ("fingerprint", models.CharField(max_length=64)),
                ("payment_fingerprint", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "prepared"),
                            ("ordered", "ordered"),
                            ("settled", "settled"),
                            ("completed", "completed"),
                            ("declined", "declined"),
                            ("expired", "expired"),
                            ("canceled", "canceled"),
                            ("replaced", "replaced"),
                            ("refunded", "refunded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(default="", max_length=60)),
                ("order_id", models.CharField(max_length=40, unique=True)),
                ("payment_id", models.CharField(max_length=40, unique=True)),
                ("snapshot", models.JSONField()),
                ("unsold", models.JSONField(default=list)),
                ("opened_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "checkouts",
                "indexes": [
                    models.Index(fields=["cart_owner"], name="checkout_of_owner"),
                    models.Index(
                        condition=models.Q(("state__in", ("prepared", "ordered", "settled"))),
                        fields=["touched_at"],
                        name="checkout_unfinished",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("prepared", "ordered", "settled", "completed"))),
                        fields=("cart_id",),
                        name="checkout_one_live",
                    )
                ],
            },
        ),
    ]
