from datetime import timedelta

import pytest

from marketplace.apps.inventory import queries, services
from marketplace.apps.inventory.errors import LevelBelowReserved, OutOfStock, ReservationGone
from marketplace.apps.inventory.models import StockItem, StockMovement
from marketplace.apps.inventory.tests.factories import ACTOR, adjust_stock, make_stock
from marketplace.apps.inventory.types import Level, StockLine
from marketplace.foundation.events.models import OutboxEvent
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

UNTIL = NOW + timedelta(minutes=30)
LATER = UNTIL + timedelta(seconds=1)


def reserve(owner_id, *lines, until=UNTIL, now=NOW):
    services.reserve(owner_id=owner_id, lines=[StockLine(*line) for line in lines], until=until, now=now)


def available(variant_id):
    return queries.find_variants([variant_id])[variant_id].available


def changes_of(variant_id):
    rows = StockMovement.objects.filter(item_id=variant_id).order_by("id")
    return [(row.kind, row.on_hand_change, row.reserved_change) for row in rows]


@pytest.fixture(autouse=True)
def _everything_is_explained(tenant):
    yield
    assert queries.find_discrepancies() == []


class TestReserve:
    def test_takes_units_out_of_what_is_available(self):
        mug = make_stock(10)

        reserve("ord_1", (mug, 4))

        assert available(mug) == 6
        assert changes_of(mug) == [("adjusted", 10, 0), ("reserved", 0, 4)]

    def test_reserves_all_lines_or_none(self):
        mug, plate = make_stock(10), make_stock(1)

        with pytest.raises(OutOfStock) as refusal:
            reserve("ord_1", (mug, 4), (plate, 2))

        assert refusal.value.extra == {"lines": [{"variant_id": plate, "requested": 2, "available": 1}]}
        assert (available(mug), available(plate)) == (10, 1)

    def test_adds_up_lines_of_the_same_variant(self):
        mug = make_stock(5)

        with pytest.raises(OutOfStock):
            reserve("ord_1", (mug, 3), (mug, 3))

    def test_a_variant_that_stock_does_not_know_is_out_of_stock(self):
        with pytest.raises(OutOfStock):
            reserve("ord_1", ("var_unknown", 1))

    def test_refuses_a_line_without_a_quantity(self):
        mug = make_stock(5)

        with pytest.raises(ValueError, match="quantity 0"):
            reserve("ord_1", (mug, 0))

    def test_a_repeat_changes_nothing_but_prolongs(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))

        reserve("ord_1", (mug, 4), until=LATER)

        assert available(mug) == 6
        assert services.release_expired(now=UNTIL) == 0

    def test_the_same_owner_cannot_hold_other_lines(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))

        with pytest.raises(services.ReservationConflict):
            reserve("ord_1", (mug, 5))

    def test_products_that_are_not_tracked_never_run_out(self):
        download = make_stock(0, tracks_stock=False)

        reserve("ord_1", (download, 1000))
        services.sell(owner_id="ord_1", now=NOW)

        assert changes_of(download) == []


class TestRelease:
    def test_releases_the_units_once(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))

        assert services.release(owner_id="ord_1", now=NOW) is True
        assert services.release(owner_id="ord_1", now=NOW) is False
        assert available(mug) == 10

    def test_does_not_touch_what_was_sold(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))
        services.sell(owner_id="ord_1", now=NOW)

        assert services.release(owner_id="ord_1", now=NOW) is False
        assert available(mug) == 6

    def test_expiry_releases_what_is_due_and_nothing_else(self):
        mug = make_stock(10)
        reserve("ord_due", (mug, 4))
        reserve("ord_live", (mug, 1), until=LATER)

        released = services.release_expired(now=UNTIL)

        assert released == 1
        assert available(mug) == 9


class TestSell:
    def test_takes_the_units_out_of_stock_once(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))

        services.sell(owner_id="ord_1", now=NOW)
        services.sell(owner_id="ord_1", now=NOW)

        assert changes_of(mug)[-1] == ("sold", -4, -4)
        assert available(mug) == 6

    def test_keeps_an_expired_reservation_that_is_not_released(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))

        services.sell(owner_id="ord_1", now=LATER)

        assert available(mug) == 6

    def test_refuses_after_the_release_until_it_is_reserved_again(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))
        services.release_expired(now=LATER)

        with pytest.raises(ReservationGone):
            services.sell(owner_id="ord_1", now=LATER)
        reserve("ord_1", (mug, 4), until=LATER, now=LATER)
        services.sell(owner_id="ord_1", now=LATER)

        assert available(mug) == 6

    def test_refuses_an_owner_who_holds_nothing(self):
        with pytest.raises(ReservationGone):
            services.sell(owner_id="ord_1", now=NOW)

    def test_empties_the_default_warehouse_first(self):
        mug = make_stock(3, vendor_id="ven_1")
        attic = services.create_warehouse(vendor_id="ven_1", name="Attic", country="NL", now=NOW)
        adjust_stock(mug, change=4, warehouse_id=attic.id)
        reserve("ord_1", (mug, 5))

        services.sell(owner_id="ord_1", now=NOW)

        item = queries.get_item("ven_1", mug)
        assert {level.warehouse_id == attic.id: level.on_hand for level in item.levels.all()} == {False: 0, True: 2}


class TestRestock:
    def test_puts_units_back_once_for_each_cause(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))
        services.sell(owner_id="ord_1", now=NOW)

        for _ in range(2):
            services.restock(owner_id="can_1", sold_to="ord_1", lines=[StockLine(mug, 3)], now=NOW)

        assert available(mug) == 9

    def test_passes_over_what_was_not_sold_or_is_not_known(self):
        mug = make_stock(10)

        services.restock(owner_id="can_1", sold_to="ord_1", lines=[StockLine(mug, 3), StockLine("var_gone", 1)], now=NOW)

        assert available(mug) == 10

    @pytest.mark.parametrize("is_counted", [True, False])
    def test_puts_back_what_was_taken_however_it_is_counted_by_now(self, is_counted):
        mug = make_stock(10, tracks_stock=is_counted)
        reserve("ord_1", (mug, 4))
        services.sell(owner_id="ord_1", now=NOW)
        adjust_stock(mug, tracks_stock=not is_counted)

        services.restock(owner_id="can_1", sold_to="ord_1", lines=[StockLine(mug, 4)], now=NOW)

        assert available(mug) == 10


class TestEvents:
    def test_say_when_products_run_out_and_come_back_but_not_for_every_unit(self):
        mug = make_stock(5)
        OutboxEvent.objects.all().delete()

        reserve("ord_1", (mug, 2))
        reserve("ord_2", (mug, 3))
        services.release(owner_id="ord_2", now=NOW)

        # an event has a row for each subscriber
        each = OutboxEvent.objects.values_list("event_id", "wire_name", "payload__variant_ids").distinct()
        assert [published[1:] for published in each] == [("inventory.stock_changed.v1", [mug])] * 2


class TestWhatIsSoldOn:
    """Counted all the same: below zero is owed to customers."""

    def make(self, on_hand: int) -> str:
        mug = make_stock(on_hand)
        adjust_stock(mug, allows_backorders=True)
        return mug

    def on_hand(self, variant_id: str) -> int:
        return queries.find_variants([variant_id])[variant_id].on_hand

    @pytest.mark.parametrize(("before", "sold", "left"), [(5, 3, 2), (5, 5, 0), (5, 8, -3), (0, 2, -2)])
    def test_is_what_there_was_less_what_was_sold(self, before, sold, left):
        mug = self.make(before)

        reserve("ord_1", (mug, sold))
        services.sell(owner_id="ord_1", now=NOW)

        assert self.on_hand(mug) == left

    def test_comes_back_when_it_is_released_or_returned(self):
        mug = self.make(1)
        for owner in ("ord_1", "ord_2"):
            reserve(owner, (mug, 3))
        services.release(owner_id="ord_1", now=NOW)
        services.sell(owner_id="ord_2", now=NOW)

        services.restock(owner_id="can_1", sold_to="ord_2", lines=[StockLine(mug, 3)], now=NOW)

        assert (self.on_hand(mug), available(mug)) == (1, 1)

    def test_is_taken_from_every_warehouse_before_any_goes_below_zero(self):
        mug = self.make(2)
        item = StockItem.objects.get(pk=mug)
        other = services.create_warehouse(vendor_id=item.vendor_id, name="Cellar", country="", now=NOW)
        adjust_stock(mug, on_hand=3, warehouse_id=other.id)

        reserve("ord_1", (mug, 7))
        services.sell(owner_id="ord_1", now=NOW)

        assert sorted(item.levels.values_list("on_hand", flat=True)) == [-2, 0]

    def test_is_not_limited_again_while_units_are_owed(self):
        mug = self.make(1)
        reserve("ord_1", (mug, 3))

        with pytest.raises(LevelBelowReserved):
            adjust_stock(mug, allows_backorders=False)
        adjust_stock(mug, allows_backorders=False, on_hand=3)

        with pytest.raises(OutOfStock):
            reserve("ord_2", (mug, 1))

    def test_a_file_that_limits_it_keeps_what_is_reserved(self):
        mug = self.make(1)
        reserve("ord_1", (mug, 3))

        (raised,) = services.set_levels([Level(variant_id=mug, on_hand=1, allows_backorders=False)], actor=ACTOR, now=NOW)

        assert (raised.asked, raised.on_hand) == (1, 3)
        assert available(mug) == 0
