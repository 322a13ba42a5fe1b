from django.db import migrations

from marketplace.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]

    operations = [append_only("stock_movements", instead="add a correcting row")]
