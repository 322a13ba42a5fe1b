"""What is kept of orders to learn from, and how it is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.intelligence import services
from marketplace.apps.intelligence.models import Purchase
from marketplace.apps.intelligence.services.purchases import KEPT
from marketplace.apps.orders.services import erase_customer
from marketplace.apps.orders.tests.factories import CASH, make_listing, make_order
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def kept() -> set[tuple[str, str, int]]:
    return {(row.product_id, row.customer_id, row.quantity) for row in Purchase.objects.all()}


def test_a_confirmed_order_is_a_purchase_of_each_product_once(drain):
    mug, jug = make_listing(), make_listing()
    order = make_order((mug, 2), (jug, 1), customer_id="cus_noor", payment=CASH)
    drain()
    services.record_purchases([(order.owner, order.id)])  # as if the event came again

    assert kept() == {(mug.id, "cus_noor", 2), (jug.id, "cus_noor", 1)}
    assert set(Purchase.objects.values_list("country", flat=True)) == {"NL"}


def test_a_guests_purchase_is_of_no_customer(drain):
    mug = make_listing()
    make_order((mug, 1), payment=CASH)
    drain()

    assert kept() == {(mug.id, "", 1)}


def test_past_orders_are_learned_once(drain):
    mug, jug = make_listing(), make_listing()
    make_order((mug, 2), (jug, 1), customer_id="cus_noor", payment=CASH)
    make_order((jug, 1), payment=CASH)
    drain()
    before = kept()
    Purchase.objects.all().delete()

    assert services.learn_past_orders(now=NOW) == 3
    assert services.learn_past_orders(now=NOW) == 0
    assert kept() == before


def test_what_an_erased_customer_bought_is_nobodys():
    make_mine = Purchase(order_id="ord_1", product_id="prod_1", customer_id="cus_noor", country="NL", quantity=1, bought_at=NOW)
    others = Purchase(order_id="ord_2", product_id="prod_1", customer_id="cus_sam", country="NL", quantity=1, bought_at=NOW)
    Purchase.objects.bulk_create([make_mine, others])

    services.forget_customer(customer_id="cus_noor")

    assert set(Purchase.objects.values_list("customer_id", flat=True)) == {"", "cus_sam"}


def test_an_event_that_comes_again_after_an_erasure_brings_no_number_back(drain):
    order = make_order((make_listing(), 2), customer_id="cus_noor", payment=CASH)
    drain()
    erase_customer(customer_id="cus_noor", now=NOW)
    services.forget_customer(customer_id="cus_noor")
    Purchase.objects.all().delete()

    services.record_purchases([(order.owner, order.id)])

    assert list(Purchase.objects.values_list("customer_id", "quantity")) == [("", 2)]


def test_what_is_too_old_is_forgotten():
    for number, age in enumerate((KEPT - timedelta(days=1), KEPT + timedelta(days=1))):
        Purchase.objects.create(order_id=f"ord_{number}", product_id="prod_1", country="NL", quantity=1, bought_at=NOW - age)

    services.forget_old(now=NOW)

    assert list(Purchase.objects.values_list("order_id", flat=True)) == ["ord_0"]
