from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Payouts can be written while the indexes are made."""

    atomic = False
    dependencies = [("payouts", "0005_returned_in_part")]

    operations = [
        AddIndexConcurrently("vendorpayout", models.Index(fields=["currency", "amount_minor", "id"], name="payout_by_amount")),
        AddIndexConcurrently(
            "vendorpayout",
            models.Index(fields=["vendor_id", "currency", "amount_minor", "id"], name="payout_of_vendor_by_amount"),
        ),
    ]
