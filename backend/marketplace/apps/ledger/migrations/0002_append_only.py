from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'financial_transactions is append-only: post a correcting row' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER financial_transactions_append_only BEFORE UPDATE OR DELETE ON financial_transactions
    FOR EACH ROW EXECUTE FUNCTION refuse_ledger_change();
CREATE TRIGGER financial_transactions_keep BEFORE TRUNCATE ON financial_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
"""
BACKWARD = """
DROP TRIGGER financial_transactions_append_only ON financial_transactions;
DROP TRIGGER financial_transactions_keep ON financial_transactions;
DROP FUNCTION refuse_ledger_change();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
