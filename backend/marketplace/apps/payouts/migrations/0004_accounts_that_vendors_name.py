from django.db import migrations, models

import marketplace.apps.payouts.types


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0003_connected_accounts"),
    ]

    operations = [
        migrations.AddField("connectedaccount", "shown", models.CharField(blank=True, db_default="", default="", max_length=40)),
        migrations.AddField("connectedaccount", "currency", models.CharField(blank=True, db_default="", default="", max_length=3)),
        migrations.AddField("connectedaccount", "confirm_hash", models.CharField(blank=True, db_default="", default="", max_length=64)),
        migrations.AddField("connectedaccount", "confirm_until", models.DateTimeField(null=True)),
        migrations.AlterField("connectedaccount", "reference", models.CharField(max_length=254)),
        migrations.AlterField(
            "connectedaccount",
            "state",
            models.CharField(
                choices=[("pending", "pending"), ("active", "active"), ("restricted", "restricted"), ("revoked", "revoked")],
                default=marketplace.apps.payouts.types.ConnectedState["PENDING"],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint("connectedaccount", "connected_account_once"),
        migrations.RemoveConstraint("connectedaccount", "connected_account_reference_once"),
        migrations.RemoveConstraint("connectedaccount", "connected_account_state"),
        migrations.AddConstraint(
            "connectedaccount",
            models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("vendor_id",), name="connected_account_one_live"),
        ),
        migrations.AddConstraint(
            "connectedaccount",
            models.UniqueConstraint(fields=("vendor_id", "provider", "reference"), name="connected_account_reference_once"),
        ),
        migrations.AddConstraint(
            "connectedaccount",
            models.CheckConstraint(
                condition=models.Q(("state__in", tuple(marketplace.apps.payouts.types.ConnectedState))), name="connected_account_state"
            ),
        ),
    ]
