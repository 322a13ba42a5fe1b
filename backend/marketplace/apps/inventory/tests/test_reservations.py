from datetime import timedelta

import pytest

from marketplace.apps.inventory import queries, services
from marketplace.apps.inventory.models import StockMovement
from marketplace.apps.inventory.tests.factories import adjust_stock, make_stock
from marketplace.apps.inventory.types import StockLine
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
    def test_takes_pieces_out_of_what_is_available(self):
        mug = make_stock(10)

        reserve("ord_1", (mug, 4))

        assert available(mug) == 6
        assert changes_of(mug) == [("adjusted", 10, 0), ("reserved", 0, 4)]

    def test_reserves_all_lines_or_none(self):
        mug, plate = make_stock(10), make_stock(1)

        with pytest.raises(services.OutOfStock) as refusal:
            reserve("ord_1", (mug, 4), (plate, 2))

        assert refusal.value.extra == {"lines": [{"variant_id": plate, "requested": 2, "available": 1}]}
        assert (available(mug), available(plate)) == (10, 1)

    def test_adds_up_lines_of_the_same_variant(self):
        mug = make_stock(5)

        with pytest.raises(services.OutOfStock):
            reserve("ord_1", (mug, 3), (mug, 3))

    def test_a_variant_that_stock_does_not_know_is_out_of_stock(self):
        with pytest.raises(services.OutOfStock):
            reserve("ord_1", ("var_unknown", 1))

    def test_refuses_a_line_without_pieces(self):
        mug = make_stock(5)

        with pytest.raises(ValueError, match="0 pieces"):
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

    def test_goods_that_are_not_tracked_never_run_out(self):
        download = make_stock(0, tracks_stock=False)

        reserve("ord_1", (download, 1000))
        services.sell(owner_id="ord_1", now=NOW)

        assert changes_of(download) == []


class TestRelease:
    def test_gives_the_pieces_back_once(self):
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
    def test_takes_the_pieces_out_of_stock_once(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))

        services.sell(owner_id="ord_1", now=NOW)
        services.sell(owner_id="ord_1", now=NOW)

        assert changes_of(mug)[-1] == ("sold", -4, -4)
        assert available(mug) == 6

    def test_keeps_an_expired_promise_that_nobody_has_released(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))

        services.sell(owner_id="ord_1", now=LATER)

        assert available(mug) == 6

    def test_refuses_after_the_release_until_it_is_reserved_again(self):
        mug = make_stock(10)
        reserve("ord_1", (mug, 4))
        services.release_expired(now=LATER)

        with pytest.raises(services.ReservationGone):
            services.sell(owner_id="ord_1", now=LATER)
        reserve("ord_1", (mug, 4), until=LATER, now=LATER)
        services.sell(owner_id="ord_1", now=LATER)

        assert available(mug) == 6

    def test_refuses_an_owner_who_holds_nothing(self):
        with pytest.raises(services.ReservationGone):
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
    def test_puts_pieces_back_once_for_each_cause(self):
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
    def test_tell_when_goods_run_out_and_come_back_but_not_of_every_piece(self):
        mug = make_stock(5)
        OutboxEvent.objects.all().delete()

        reserve("ord_1", (mug, 2))
        reserve("ord_2", (mug, 3))
        services.release(owner_id="ord_2", now=NOW)

        told = OutboxEvent.objects.values_list("wire_name", "payload__variant_ids")
        assert list(told) == [("inventory.stock_changed.v1", [mug])] * 2
