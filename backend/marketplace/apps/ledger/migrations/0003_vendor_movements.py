from django.db import migrations

# The ledger's rows as other apps may join them: a row for each vendor's account that a posting touches, with its sign.
FORWARD = """
CREATE VIEW vendor_movements AS
    SELECT id, destination AS account, vendor_id, currency, type, amount_minor AS amount, order_id, vendor_order_id, line_id, details,
        occurred_at
    FROM financial_transactions WHERE destination LIKE 'vendor:%'
    UNION ALL
    SELECT id, source, vendor_id, currency, type, -amount_minor, order_id, vendor_order_id, line_id, details, occurred_at
    FROM financial_transactions WHERE source LIKE 'vendor:%';
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [migrations.RunSQL(FORWARD, "DROP VIEW vendor_movements")]
