from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_payout_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a payout pays is never changed: mark it returned' USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION release_payout_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.tenant_id, OLD.payout_id, OLD.transaction_id, OLD.amount_minor)
       IS NOT DISTINCT FROM (NEW.id, NEW.tenant_id, NEW.payout_id, NEW.transaction_id, NEW.amount_minor)
       AND OLD.released_at IS NULL AND NEW.released_at IS NOT NULL
       AND EXISTS (SELECT FROM vendor_payouts WHERE id = NEW.payout_id AND state = 'canceled') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a row is released once, by canceling its payout' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER payout_items_append_only BEFORE DELETE ON payout_items
    FOR EACH ROW EXECUTE FUNCTION refuse_payout_change();
CREATE TRIGGER payout_items_release BEFORE UPDATE ON payout_items
    FOR EACH ROW EXECUTE FUNCTION release_payout_item();
CREATE TRIGGER vendor_payouts_canceled_for_good BEFORE UPDATE ON vendor_payouts FOR EACH ROW
    WHEN (OLD.state = 'canceled') EXECUTE FUNCTION refuse_payout_change();
CREATE TRIGGER vendor_payouts_keep BEFORE DELETE ON vendor_payouts
    FOR EACH ROW EXECUTE FUNCTION refuse_payout_change();
CREATE TRIGGER vendor_payouts_amounts_fixed BEFORE UPDATE ON vendor_payouts FOR EACH ROW
    WHEN ((OLD.run_id, OLD.vendor_id, OLD.currency, OLD.amount_minor, OLD.sales_minor, OLD.shipping_minor, OLD.refunds_minor,
           OLD.commission_minor, OLD.commission_vat_minor, OLD.cash_collected_minor, OLD.corrections_minor)
       IS DISTINCT FROM
          (NEW.run_id, NEW.vendor_id, NEW.currency, NEW.amount_minor, NEW.sales_minor, NEW.shipping_minor, NEW.refunds_minor,
           NEW.commission_minor, NEW.commission_vat_minor, NEW.cash_collected_minor, NEW.corrections_minor))
    EXECUTE FUNCTION refuse_payout_change();
"""
BACKWARD = """
DROP TRIGGER payout_items_append_only ON payout_items;
DROP TRIGGER payout_items_release ON payout_items;
DROP TRIGGER vendor_payouts_canceled_for_good ON vendor_payouts;
DROP TRIGGER vendor_payouts_keep ON vendor_payouts;
DROP TRIGGER vendor_payouts_amounts_fixed ON vendor_payouts;
DROP FUNCTION refuse_payout_change();
DROP FUNCTION release_payout_item();
"""


class Migration(migrations.Migration):
    dependencies = [("payouts", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
