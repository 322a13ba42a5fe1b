from django.db import migrations

from marketplace.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [append_only("financial_transactions", instead="post a correcting row")]
