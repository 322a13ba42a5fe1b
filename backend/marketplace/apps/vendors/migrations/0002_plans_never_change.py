from django.db import migrations

FORWARD = """
CREATE FUNCTION vendor_commission_plans_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a version of a commission plan is never changed nor deleted';
END
$$;
CREATE TRIGGER vendor_commission_plans_never_change BEFORE UPDATE OR DELETE ON vendor_commission_plans
    FOR EACH ROW EXECUTE FUNCTION vendor_commission_plans_never_change();
"""
BACKWARD = """
DROP TRIGGER vendor_commission_plans_never_change ON vendor_commission_plans;
DROP FUNCTION vendor_commission_plans_never_change();
"""


class Migration(migrations.Migration):
    dependencies = [("vendors", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
