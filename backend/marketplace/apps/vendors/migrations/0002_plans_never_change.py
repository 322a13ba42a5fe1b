from django.db import migrations

from marketplace.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("vendors", "0001_initial")]

    operations = [append_only("vendor_commission_plans", instead="set a new version")]
