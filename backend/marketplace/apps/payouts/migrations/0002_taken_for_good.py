from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_payout_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a payout pays is never changed: mark it returned' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payout_items_append_only BEFORE UPDATE OR DELETE ON payout_items
    FOR EACH ROW EXECUTE FUNCTION refuse_payout_change();
CREATE TRIGGER vendor_payouts_keep BEFORE DELETE ON vendor_payouts
    FOR EACH ROW EXECUTE FUNCTION refuse_payout_change();
CREATE TRIGGER vendor_payouts_figures_fixed BEFORE UPDATE ON vendor_payouts FOR EACH ROW
    WHEN ((OLD.run_id, OLD.vendor_id, OLD.currency, OLD.amount_minor, OLD.sales_minor, OLD.shipping_minor, OLD.refunds_minor,
           OLD.commission_minor, OLD.commission_vat_minor, OLD.cash_collected_minor, OLD.corrections_minor)
       IS DISTINCT FROM
          (NEW.run_id, NEW.vendor_id, NEW.currency, NEW.amount_minor, NEW.sales_minor, NEW.shipping_minor, NEW.refunds_minor,
           NEW.commission_minor, NEW.commission_vat_minor, NEW.cash_collected_minor, NEW.corrections_minor))
    EXECUTE FUNCTION refuse_payout_change();
"""
BACKWARD = """
DROP TRIGGER payout_items_append_only ON payout_items;
DROP TRIGGER vendor_payouts_keep ON vendor_payouts;
DROP TRIGGER vendor_payouts_figures_fixed ON vendor_payouts;
DROP FUNCTION refuse_payout_change();
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
