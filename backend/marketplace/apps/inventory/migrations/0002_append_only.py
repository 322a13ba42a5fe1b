from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_stock_movement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'stock_movements is append-only: add a correcting row' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stock_movements_append_only BEFORE UPDATE OR DELETE ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION refuse_stock_movement_change();
CREATE TRIGGER stock_movements_keep BEFORE TRUNCATE ON stock_movements
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_stock_movement_change();
"""
BACKWARD = """
DROP TRIGGER stock_movements_append_only ON stock_movements;
DROP TRIGGER stock_movements_keep ON stock_movements;
DROP FUNCTION refuse_stock_movement_change();
"""


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
