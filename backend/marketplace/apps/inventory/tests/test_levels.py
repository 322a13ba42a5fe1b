import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError

from marketplace.apps.inventory import queries, services
from marketplace.apps.inventory.errors import LevelBelowReserved
from marketplace.apps.inventory.models import StockItem, StockLevel, StockMovement
from marketplace.apps.inventory.tests.factories import ACTOR, adjust_stock, make_stock
from marketplace.apps.inventory.types import Adjustment, Level, RaisedLevel, StockLine
from marketplace.foundation import tenancy
from marketplace.kit.errors import NotFound
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


def reserve(owner_id, variant_id, quantity):
    services.reserve(owner_id=owner_id, lines=[StockLine(variant_id, quantity)], until=NOW, now=NOW)


class TestCounting:
    def test_leaves_a_movement_that_says_who_and_why(self):
        mug = make_stock(10)

        adjust_stock(mug, on_hand=7, reason="counted")

        last = StockMovement.objects.latest("id")
        assert (last.kind, last.on_hand_change, last.on_hand_after, last.note) == ("adjusted", -3, 7, "counted")
        assert (last.actor_kind, last.actor_id) == ("vendor", "usr_of_tests")

    def test_what_is_known_already_leaves_none(self):
        mug = make_stock(10)

        adjust_stock(mug, on_hand=10)

        assert StockMovement.objects.count() == 1

    def test_cannot_break_a_reservation(self):
        mug = make_stock(10)
        reserve("ord_1", mug, 4)

        with pytest.raises(LevelBelowReserved) as refusal:
            adjust_stock(mug, on_hand=3)

        assert refusal.value.extra["reserved"] == 4

    def test_of_another_vendors_products_finds_nothing(self):
        mug = make_stock(10, vendor_id="ven_1")

        with pytest.raises(NotFound):
            services.record_adjustment(Adjustment(variant_id=mug, on_hand=3), vendor_id="ven_2", actor=ACTOR, now=NOW)

    def test_in_another_vendors_warehouse_finds_nothing(self):
        mug = make_stock(10, vendor_id="ven_1")
        attic = services.create_warehouse(vendor_id="ven_2", name="Attic", country="", now=NOW)

        with pytest.raises(NotFound):
            adjust_stock(mug, on_hand=3, warehouse_id=attic.id)


class TestAdjusting:
    def test_adds_and_takes_away(self):
        mug = make_stock(10)

        adjust_stock(mug, change=-2)
        adjust_stock(mug, change=5, reason="received")

        assert queries.find_variants([mug])[mug].available == 13
        assert StockMovement.objects.latest("id").kind == "received"

    def test_cannot_take_from_a_warehouse_what_it_does_not_hold(self):
        mug = make_stock(10, vendor_id="ven_1")
        attic = services.create_warehouse(vendor_id="ven_1", name="Attic", country="", now=NOW)

        with pytest.raises(LevelBelowReserved):
            adjust_stock(mug, change=-1, warehouse_id=attic.id)


class TestImporting:
    def test_sets_many_levels_in_a_handful_of_queries(self, django_assert_max_num_queries):
        variants = [make_stock(0, vendor_id="ven_1") for _ in range(50)]
        levels = [Level(variant_id=variant, on_hand=number + 1) for number, variant in enumerate(variants)]

        with django_assert_max_num_queries(12, using="eu"):
            raised = services.set_levels(levels, actor=ACTOR, cause_id="imp_1", now=NOW)

        assert raised == []
        assert {queries.find_variants(variants)[level.variant_id].available - level.on_hand for level in levels} == {0}
        assert queries.find_discrepancies() == []

    def test_keeps_and_reports_what_customers_reserved(self):
        mug = make_stock(10)
        reserve("ord_1", mug, 4)

        raised = services.set_levels([Level(variant_id=mug, on_hand=1)], actor=ACTOR, now=NOW)

        assert raised == [RaisedLevel(variant_id=mug, asked=1, on_hand=4)]
        assert queries.find_variants([mug])[mug].available == 0

    def test_of_a_total_leaves_the_difference_to_the_default_warehouse(self):
        mug = make_stock(3, vendor_id="ven_1")
        attic = services.create_warehouse(vendor_id="ven_1", name="Attic", country="", now=NOW)
        adjust_stock(mug, change=4, warehouse_id=attic.id)

        risen = services.set_levels([Level(variant_id=mug, on_hand=10)], actor=ACTOR, now=NOW)
        fallen = services.set_levels([Level(variant_id=mug, on_hand=1)], actor=ACTOR, now=NOW)

        assert (risen, fallen) == ([], [RaisedLevel(variant_id=mug, asked=1, on_hand=4)])
        assert queries.find_variants([mug])[mug].on_hand == 4
        assert queries.find_discrepancies() == []

    def test_switches_tracking(self):
        mug = make_stock(0)

        services.set_levels([Level(variant_id=mug, on_hand=0, tracks_stock=False)], actor=ACTOR, now=NOW)

        assert queries.find_variants([mug])[mug].has(5)

    def test_twice_changes_nothing(self):
        mug = make_stock(0)
        for _ in range(2):
            services.set_levels([Level(variant_id=mug, on_hand=3)], actor=ACTOR, now=NOW)

        assert StockMovement.objects.count() == 1

    def test_of_an_unknown_variant_stores_nothing(self):
        mug = make_stock(0)

        with pytest.raises(NotFound):
            services.set_levels([Level(variant_id=mug, on_hand=3), Level(variant_id="var_x", on_hand=1)], actor=ACTOR, now=NOW)

        assert StockMovement.objects.count() == 0


class TestRegistering:
    def test_begins_at_zero_and_follows_the_sku(self):
        for sku in ("MUG-1", "MUG-2"):
            services.register_variants(vendor_id="ven_1", product_id="prod_1", variants=[("var_1", sku)], now=NOW)

        found = queries.find_variants(["var_1"])["var_1"]
        assert (found.sku, found.available, found.is_tracked) == ("MUG-2", 0, True)

    def test_leaves_another_vendors_item_alone(self):
        services.register_variants(vendor_id="ven_1", product_id="prod_1", variants=[("var_1", "MUG")], now=NOW)

        services.register_variants(vendor_id="ven_2", product_id="prod_2", variants=[("var_1", "STOLEN")], now=NOW)

        found = queries.find_variants(["var_1"])["var_1"]
        assert (found.vendor_id, found.sku) == ("ven_1", "MUG")


class TestTheDatabase:
    @pytest.mark.parametrize("quantities", [{"on_hand": -1}, {"reserved": -1}, {"on_hand": 1, "reserved": 2}])
    def test_refuses_impossible_quantities(self, quantities):
        mug = make_stock(5)

        with pytest.raises(IntegrityError), tenancy.atomic():
            StockItem.objects.filter(pk=mug).update(**quantities)

    def test_refuses_to_change_or_forget_a_movement(self):
        make_stock(5)

        with pytest.raises(DatabaseError), tenancy.atomic():
            StockMovement.objects.update(on_hand_change=6)
        with pytest.raises(DatabaseError), tenancy.atomic():
            StockMovement.objects.all().delete()


class TestTheCheck:
    def test_is_content_with_what_the_services_did(self, capsys):
        make_stock(5)

        call_command("check_stock", tenant="eu")

        assert "explained" in capsys.readouterr().out

    def test_finds_a_quantity_that_was_changed_directly(self, capsys):
        mug = make_stock(5)
        StockItem.objects.filter(pk=mug).update(on_hand=6, reserved=1)
        StockLevel.objects.filter(item_id=mug).update(on_hand=7)

        with pytest.raises(CommandError, match="4 quantities"):
            call_command("check_stock", tenant="eu")

        assert {item.what for item in queries.find_discrepancies()} == {"on_hand", "level", "reserved", "reservations"}
