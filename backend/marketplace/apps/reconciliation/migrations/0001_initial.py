import django.db.models.deletion
from django.db import migrations, models

import marketplace.apps.reconciliation.types
import marketplace.foundation.tenancy.rows


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ReportedProvider",
            fields=[
                ("tenant_id", models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20)),
                ("provider", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("checked_until", models.DateTimeField()),
            ],
            options={
                "db_table": "settlement_providers",
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("tenant_id", models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20)),
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "format",
                    models.CharField(
                        choices=[("stripe", "stripe"), ("mollie", "mollie"), ("paypal", "paypal"), ("plain", "plain")], max_length=10
                    ),
                ),
                ("provider", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("filename", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("row_count", models.PositiveIntegerField()),
                ("uploaded_by", models.CharField(max_length=40)),
                ("uploaded_at", models.DateTimeField()),
            ],
            options={
                "db_table": "settlement_reports",
                "indexes": [models.Index(fields=["-id"], name="settlement_report_newest")],
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "digest"), name="settlement_report_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "format__in",
                                (
                                    marketplace.apps.reconciliation.types.ReportFormat["STRIPE"],
                                    marketplace.apps.reconciliation.types.ReportFormat["MOLLIE"],
                                    marketplace.apps.reconciliation.types.ReportFormat["PAYPAL"],
                                    marketplace.apps.reconciliation.types.ReportFormat["PLAIN"],
                                ),
                            )
                        ),
                        name="settlement_report_format",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("tenant_id", models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20)),
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("row", models.PositiveIntegerField()),
                ("provider", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("charge", "charge"),
                            ("refund", "refund"),
                            ("dispute", "dispute"),
                            ("fee", "fee"),
                            ("transfer", "transfer"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(max_length=200)),
                ("names", models.JSONField(default=list)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("fee_minor", models.BigIntegerField(null=True)),
                ("is_return", models.BooleanField(default=False)),
                ("occurred_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("matched", "matched"),
                            ("missing_here", "missing_here"),
                            ("other_amount", "other_amount"),
                            ("other_fee", "other_fee"),
                        ],
                        max_length=15,
                    ),
                ),
                ("payment_id", models.CharField(blank=True, default="", max_length=40)),
                ("subject_id", models.CharField(blank=True, default="", max_length=150)),
                (
                    "report",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="reconciliation.report"),
                ),
            ],
            options={
                "db_table": "settlement_entries",
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("tenant_id", models.CharField(default=marketplace.foundation.tenancy.rows.tenant_in_scope, editable=False, max_length=20)),
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing_here", "missing_here"),
                            ("missing_there", "missing_there"),
                            ("other_amount", "other_amount"),
                            ("other_fee", "other_fee"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("explained", "explained"), ("resolved", "resolved")],
                        default=marketplace.apps.reconciliation.types.DifferenceState["OPEN"],
                        max_length=10,
                    ),
                ),
                ("provider", models.CharField(max_length=20)),
                (
                    "entry_kind",
                    models.CharField(
                        choices=[
                            ("charge", "charge"),
                            ("refund", "refund"),
                            ("dispute", "dispute"),
                            ("fee", "fee"),
                            ("transfer", "transfer"),
                            ("other", "other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("payment_id", models.CharField(blank=True, default="", max_length=40)),
                ("subject_id", models.CharField(blank=True, default="", max_length=150)),
                ("expected_minor", models.BigIntegerField(null=True)),
                ("expected_currency", models.CharField(blank=True, default="", max_length=3)),
                ("found_minor", models.BigIntegerField(null=True)),
                ("found_currency", models.CharField(blank=True, default="", max_length=3)),
                ("owner_id", models.CharField(blank=True, default="", max_length=40)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("version", models.PositiveIntegerField(default=1)),
                ("opened_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "entry",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="difference", to="reconciliation.entry"
                    ),
                ),
            ],
            options={
                "db_table": "settlement_differences",
                "indexes": [models.Index(fields=["state", "-id"], name="settlement_difference_newest")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("entry", None)), fields=("subject_id",), name="settlement_missing_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    marketplace.apps.reconciliation.types.DifferenceKind["MISSING_HERE"],
                                    marketplace.apps.reconciliation.types.DifferenceKind["MISSING_THERE"],
                                    marketplace.apps.reconciliation.types.DifferenceKind["OTHER_AMOUNT"],
                                    marketplace.apps.reconciliation.types.DifferenceKind["OTHER_FEE"],
                                ),
                            )
                        ),
                        name="settlement_difference_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                (
                                    marketplace.apps.reconciliation.types.DifferenceState["OPEN"],
                                    marketplace.apps.reconciliation.types.DifferenceState["EXPLAINED"],
                                    marketplace.apps.reconciliation.types.DifferenceState["RESOLVED"],
                                ),
                            )
                        ),
                        name="settlement_difference_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry", None), ("kind", "missing_there")),
                            models.Q(models.Q(("kind", "missing_there"), _negated=True), models.Q(("entry", None), _negated=True)),
                            _connector="OR",
                        ),
                        name="settlement_difference_entry",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["report", "row"], name="settlement_entry_of_report"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("payment_id", ""), _negated=True), fields=["payment_id"], name="settlement_entry_of_payment"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("subject_id", ""), _negated=True), fields=["subject_id"], name="settlement_entry_of_subject"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("state", "matched"), _negated=True), fields=["provider", "id"], name="settlement_entry_unmatched"
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("provider", "reference"), name="settlement_entry_once"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "matched"), models.Q(("subject_id", ""), _negated=True)),
                fields=("kind", "subject_id", "is_return"),
                name="settlement_matched_once",
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
                            marketplace.apps.reconciliation.types.EntryKind["OTHER"],
                        ),
                    )
                ),
                name="settlement_entry_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        (
                            marketplace.apps.reconciliation.types.EntryState["MATCHED"],
                            marketplace.apps.reconciliation.types.EntryState["MISSING_HERE"],
                            marketplace.apps.reconciliation.types.EntryState["OTHER_AMOUNT"],
                            marketplace.apps.reconciliation.types.EntryState["OTHER_FEE"],
                        ),
                    )
                ),
                name="settlement_entry_state",
            ),
        ),
    ]
