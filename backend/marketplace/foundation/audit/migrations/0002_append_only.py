from django.db import migrations

from marketplace.foundation.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        append_only("audit_logs", instead="write another entry"),
        append_only("audit_seals", instead="seals are made by the sealing task alone"),
        append_only("audit_checkpoints", instead="checkpoints are made by the sealing task alone"),
    ]
