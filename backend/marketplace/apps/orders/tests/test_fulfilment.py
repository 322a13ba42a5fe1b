from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.errors import CannotFulfil, OrderNotFound
from marketplace.apps.orders.events import VendorOrderChanged
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_listing, make_order, part_of, send_parcel
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.payments import queries as payment_queries
from marketplace.foundation.events.models import OutboxEvent
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant", "sandbox")
LATER = NOW + timedelta(days=1)


def names_of(part) -> dict[str, str]:
    return {"vendor_id": part.vendor_id, "vendor_order_id": part.id}


@pytest.fixture
def three_mugs():
    mug = make_listing()
    return part_of(make_order((mug, 3)), mug)


class TestShipping:
    def test_two_parcels_take_the_order_to_shipped(self, three_mugs):
        first = send_parcel(three_mugs, 1, key="first")
        second = send_parcel(three_mugs, 2, key="second")

        assert (first.state, second.state) == ("partly_shipped", "shipped")
        assert [len(order.shipments) for order in (first, second)] == [1, 2]

    @pytest.mark.django_db(transaction=True)
    def test_each_step_is_published_once(self, three_mugs, drain):
        drain()
        published = OutboxEvent.objects.filter(wire_name=VendorOrderChanged.wire_name).values("event_id").distinct()
        before = published.count()

        services.accept(now=LATER, **names_of(three_mugs))
        sent = send_parcel(three_mugs, 2)
        services.deliver(shipment_id=sent.shipments[0].id, now=LATER, **names_of(three_mugs))
        drain()

        assert published.count() == before + 3

    def test_the_same_request_makes_one_parcel(self, three_mugs):
        send_parcel(three_mugs, 1)

        again = send_parcel(three_mugs, 1)

        assert len(again.shipments) == 1
        assert again.lines[0].shipped == 1

    def test_more_than_is_left_cannot_be_sent(self, three_mugs):
        send_parcel(three_mugs, 2, key="first")

        with pytest.raises(CannotFulfil):
            send_parcel(three_mugs, 2, key="second")

    def test_a_line_of_another_order_is_named(self, three_mugs):
        with pytest.raises(InvalidInput) as refusal:
            send_parcel(three_mugs, 1, line_id="line_of_another_order")

        assert refusal.value.errors[0].field == "lines.0.line_id"

    def test_sending_accepts_a_new_order(self, three_mugs):
        assert send_parcel(three_mugs, 1).accepted_at == LATER

    def test_another_vendors_order_is_not_there(self, three_mugs):
        with pytest.raises(OrderNotFound):
            services.accept(vendor_id="ven_01J00000000000000000000000", vendor_order_id=three_mugs.id, now=LATER)


class TestDelivering:
    def test_everything_delivered_starts_the_return_window(self, three_mugs):
        sent = send_parcel(three_mugs, 3)

        done = services.deliver(shipment_id=sent.shipments[0].id, now=LATER, **names_of(three_mugs))

        assert done.state == "delivered"
        assert done.delivered_at == LATER

    def test_delivering_twice_counts_once(self, three_mugs):
        sent = send_parcel(three_mugs, 2)

        for _ in range(2):
            done = services.deliver(shipment_id=sent.shipments[0].id, now=LATER, **names_of(three_mugs))

        assert done.lines[0].delivered == 2
        assert done.delivered_at is None

    def test_an_unknown_parcel_is_not_there(self, three_mugs):
        with pytest.raises(NotFound):
            services.deliver(shipment_id="shp_1", now=LATER, **names_of(three_mugs))


class TestCashOnDelivery:
    def test_delivery_books_the_sale_and_leaves_the_vendor_owing_the_fee(self):
        mug = make_listing(price_minor=2000, shipping_minor=500)
        order = make_order((mug, 1), payment=CASH)

        deliver_all(part_of(order, mug))

        assert ledger_queries.get_balance(f"vendor:{mug.vendor_id}", "EUR") == Money(-242, "EUR")
        assert ledger_queries.get_balance(f"cash:{mug.vendor_id}", "EUR") == Money(0, "EUR")
        assert payment_queries.get_payment(order.payment_id).captured == Money(2500, "EUR")

    def test_units_canceled_before_are_neither_collected_nor_charged_for(self):
        mug = make_listing(price_minor=2000, shipping_minor=500)
        part = part_of(make_order((mug, 4), payment=CASH), mug)
        line = part.lines[0].line_id
        services.cancel_vendor_order_lines(
            lines=[LineQuantity(line, 1)], reason="Broken", by="vendor", request_key="k", now=LATER, **names_of(part)
        )

        deliver_all(part_of(queries.get_any_order(part.order_id), mug))

        rows = {row.type: row.amount.minor for row in ledger_queries.rows_of_order(part.order_id)}
        assert rows == {"sale": 6000, "shipping": 500, "commission": 600, "commission_vat": 126, "cash_collected": 6500}


@pytest.mark.django_db(transaction=True)
def test_the_order_follows_its_parts(drain):
    mug, shirt = make_listing(), make_listing()
    order = make_order((mug, 1), (shirt, 1))
    drain()

    deliver_all(part_of(order, mug))
    drain()
    half = queries.get_any_order(order.id)
    deliver_all(part_of(order, shirt))
    drain()
    whole = queries.get_any_order(order.id)

    assert half.state == "partly_shipped"
    assert whole.state == "delivered"
    assert [part.shipments[0].tracking_number for part in whole.parts] == ["3S1", "3S1"]
    assert "delivered" in "".join(entry.kind for entry in whole.timeline)
