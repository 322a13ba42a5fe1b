from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("payouts", "0004_accounts_that_vendors_name"),
    ]

    operations = [
        migrations.AddField("vendorpayout", "returned_minor", models.BigIntegerField(db_default=0, default=0)),
        migrations.AddConstraint(
            "vendorpayout",
            models.CheckConstraint(
                condition=Q(returned_minor=0) | Q(returned_minor__gt=0, returned_minor__lt=F("amount_minor")),
                name="payout_returned_in_part",
            ),
        ),
    ]
