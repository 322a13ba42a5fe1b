from django.db import migrations, models

import marketplace.apps.payouts.types

# Payouts under way name the version of the account that they go to: ``stripe-1`` before a vendor could have more than one there.
RENAME_VERSIONS = """
UPDATE vendor_payouts payout SET account_version = 'c' || account.id || '-' || account.version
FROM payout_connected_accounts account
WHERE payout.state = 'paying' AND account.tenant_id = payout.tenant_id AND account.vendor_id = payout.vendor_id
    AND payout.account_version = account.provider || '-' || account.version
"""


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
        migrations.RunSQL(RENAME_VERSIONS, reverse_sql=migrations.RunSQL.noop),
    ]
