from django.db import migrations, models


def _choices(*names):
    return [(name, name) for name in names]


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PaymentRisk",
            fields=[
                ("payment_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("order_id", models.CharField(max_length=40)),
                ("customer_id", models.CharField(blank=True, default="", max_length=40)),
                ("email_key", models.CharField(max_length=64)),
                ("network_key", models.CharField(max_length=64)),
                ("place_key", models.CharField(max_length=64)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("method", models.CharField(max_length=40)),
                ("country", models.CharField(max_length=2)),
                ("features", models.JSONField()),
                ("rules_score", models.FloatField()),
                ("score", models.FloatField()),
                ("level", models.CharField(choices=_choices("allow", "challenge", "review"), max_length=10)),
                ("model", models.CharField(blank=True, default="", max_length=40)),
                ("reasons", models.JSONField()),
                (
                    "outcome",
                    models.CharField(choices=_choices("started", "declined", "canceled", "paid"), default="started", max_length=10),
                ),
                ("label", models.CharField(choices=_choices("unknown", "honest", "fraud"), default="unknown", max_length=10)),
                ("review", models.CharField(choices=_choices("none", "open", "cleared", "blocked"), max_length=10)),
                ("assessed_at", models.DateTimeField()),
                ("decided_by", models.CharField(blank=True, default="", max_length=40)),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
            ],
            options={
                "db_table": "payment_risks",
                "indexes": [
                    models.Index(fields=["email_key", "assessed_at"], name="payment_risks_of_email"),
                    models.Index(fields=["network_key", "assessed_at"], name="payment_risks_of_network"),
                    models.Index(fields=["place_key", "assessed_at"], name="payment_risks_of_place"),
                    models.Index(fields=["assessed_at"], name="payment_risks_by_time"),
                    models.Index(fields=["currency", "assessed_at"], name="payment_risks_of_currency"),
                    models.Index(condition=models.Q(("review", "open")), fields=["-score", "payment_id"], name="payment_risks_to_review"),
                    models.Index(
                        condition=models.Q(("customer_id", ""), _negated=True), fields=["customer_id"], name="payment_risks_of_customer"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("review__in", ["none", "open", "cleared", "blocked"])), name="payment_risk_review"
                    ),
                    models.CheckConstraint(condition=models.Q(("label__in", ["unknown", "honest", "fraud"])), name="payment_risk_label"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskModel",
            fields=[
                ("version_id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("classifier", models.JSONField()),
                ("is_used", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "risk_models",
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("is_used", True)), fields=("is_used",), name="risk_model_one_used")
                ],
            },
        ),
    ]
