"""What reaches whom, over real connections: a change is committed, its event is relayed, and the message arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.imports.tests.factories import file_of, import_file, row
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.types import Level
from marketplace.apps.live import services
from marketplace.apps.orders.services import order_token, refund_sale
from marketplace.apps.orders.tests.factories import CASH, cancel_units, deliver_all, make_listing, make_order, part_of, send_parcel
from marketplace.apps.orders.types import RefundReason, RefundRequest
from marketplace.apps.payments.events import DisputeOpened, RefundFailed
from marketplace.apps.payouts.tests.factories import a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.returns import services as return_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, staff_token, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import SYSTEM
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_guest_sees_the_parcel_of_the_order(tenant: Any, live: Any, ticket: Any, drain: Any):
    product = make_listing()
    order = make_order((product, 2), payment=CASH)
    drain()
    socket = live.ready(ticket(body={"order_id": order.id}, headers={"Order-Token": order_token(order.id)}))

    send_parcel(part_of(order, product), 1)
    drain()
    message = socket.next()

    assert (message["type"], message["topic"]) == ("order_changed", "order")
    assert message["data"]["state"] == "partly_shipped"
    assert [parcel["tracking_number"] for parcel in message["data"]["parts"][0]["shipments"]] == ["3SABC"]


def test_a_customer_sees_all_own_orders_and_no_other(tenant: Any, live: Any, ticket: Any, drain: Any):
    noor, other = make_customer(), make_customer()
    product = make_listing()
    make_order((product, 1), payment=CASH, customer_id=other.id)
    drain()
    socket, others = live.ready(ticket(customer_token(noor.id))), live.ready(ticket(customer_token(other.id)))

    foreign = make_order((product, 1), payment=CASH, customer_id=other.id)
    drain()
    own = make_order((product, 1), payment=CASH, customer_id=noor.id)
    drain()

    assert socket.next()["data"]["order_id"] == own.id
    assert others.next()["data"]["order_id"] == foreign.id


def test_a_vendor_sees_own_orders_their_changes_and_cancellations(tenant: Any, live: Any, ticket: Any, drain: Any):
    product, others = make_listing(), make_listing()
    drain()
    desk = live.ready(ticket(vendor_token(product.vendor_id, "fulfilment")))

    order = make_order((others, 1), (product, 2), payment=CASH)
    drain()
    placed = desk.next()
    part = cancel_units(part_of(order, product))
    drain()
    found = {message["type"]: message["data"] for message in (desk.next(), desk.next())}

    assert (placed["type"], placed["topic"]) == ("vendor_order_placed", "vendor_orders")
    assert placed["data"]["vendor_order_id"] == part.id
    assert found["vendor_order_changed"]["revision"] == part.revision
    assert found["lines_canceled"]["lines"] == [{"line_id": part.lines[0].line_id, "quantity": 1}]
    assert found["lines_canceled"]["by"] == "vendor"


def test_a_vendor_and_the_customer_see_a_refund(tenant: Any, live: Any, ticket: Any, drain: Any):
    product = make_listing(price_minor=2000)
    order = make_order((product, 2), payment=CASH)
    part = deliver_all(part_of(order, product))
    drain()
    desk = live.ready(ticket(vendor_token(product.vendor_id, "owner")))
    guest = live.ready(ticket(body={"order_id": order.id}, headers={"Order-Token": order_token(order.id)}))

    refunded = refund_sale(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        wanted=RefundRequest(amount=Money(700, "EUR")),
        reason=RefundReason.LATE,
        note="",
        by="vendor",
        actor=VENDOR_ACTOR,
        request_key="k",
        now=NOW,
    )
    drain()
    found = {message["type"]: message["data"] for message in (desk.next(), desk.next())}
    seen = guest.next()["data"]
    while seen["refunded"]["minor"] != 700:  # one message for each change of the order
        seen = guest.next()["data"]

    assert found["vendor_order_changed"]["revision"] == refunded.revision
    assert found["sale_refunded"]["amount"] == {"minor": 700, "currency": "EUR"}
    assert (found["sale_refunded"]["reason_code"], found["sale_refunded"]["by"]) == ("late", "vendor")
    assert seen["order_id"] == order.id


def test_a_vendor_and_the_guest_see_a_return(tenant: Any, live: Any, ticket: Any, drain: Any):
    product = make_listing()
    order = make_order((product, 1), payment=CASH)
    part = deliver_all(part_of(order, product), now=clock.now())
    drain()
    desk = live.ready(ticket(vendor_token(product.vendor_id, "owner")))
    guest = live.ready(ticket(body={"order_id": order.id}, headers={"Order-Token": order_token(order.id)}))

    (item,) = return_services.withdraw(order=order, lines=None, name="Noor", actor=SYSTEM, request_key="k", now=clock.now())
    drain()

    for socket in (desk, guest):
        seen = _first(socket, "return_changed")["data"]
        assert seen == {"return_id": item.id, "order_id": order.id, "vendor_order_id": part.id, "state": "approved"}


def test_who_looks_at_a_product_sees_that_it_is_sold_out(tenant: Any, live: Any, ticket: Any, drain: Any):
    product, unwatched = make_listing(stock=2), make_listing(stock=2)
    drain()
    page, desk = live.ready(products=product.id), live.ready(ticket(vendor_token(product.vendor_id)))

    make_order((unwatched, 2), payment=CASH)
    make_order((product, 2), payment=CASH)
    drain()
    message, stock = page.next(), _first(desk, "stock_changed")

    assert (message["type"], message["topic"]) == ("product_changed", f"product:{product.id}")
    assert message["data"]["variants"][0]["stock"] == "out"
    assert message["data"]["variants"][0]["prices"] == [{"price": {"minor": 2000, "currency": "EUR"}, "compare_at": None}]
    assert [(level["sku"], level["available"]) for level in stock["data"]["variants"]] == [(product.variants[0].sku, 0)]


def test_watching_others_replaces_what_was_watched(tenant: Any, live: Any, drain: Any):
    first, second = make_listing(), make_listing()
    drain()
    page = live.ready(products=first.id)

    ready = page.watch(second.id)
    _sell_out(first)
    _sell_out(second)
    drain()

    assert ready["topics"] == [f"product:{second.id}"]
    assert page.next()["data"]["product_id"] == second.id


def test_a_product_that_is_no_longer_sold_says_so(tenant: Any, live: Any, api: Any, drain: Any):
    product = make_listing()
    drain()
    page = live.ready(products=product.id)

    unpublished = api.post(f"vendor/products/{product.id}/unpublish", token=vendor_token(product.vendor_id), etag=product.etag)
    drain()

    assert unpublished.status_code == 200, unpublished.content
    assert page.next()["data"] == {"product_id": product.id, "is_sold": False, "variants": []}


def test_who_looks_at_a_product_hears_that_its_vendor_is_suspended_and_reinstated(tenant: Any, live: Any, api: Any, drain: Any):
    product, others = make_listing(), make_listing()
    drain()
    page, others_page = live.ready(products=product.id), live.ready(products=others.id)

    for move in ("suspend", "reinstate"):
        answer = api.post(f"admin/vendors/{product.vendor_id}/{move}", {"reason": "Complaints"}, token=staff_token("admin"))
        assert answer.status_code == 200, answer.content
        drain()
    _sell_out(others)
    drain()
    suspended, reinstated = page.next()["data"], page.next()["data"]

    assert suspended == {"product_id": product.id, "is_sold": False, "variants": []}
    assert (reinstated["is_sold"], [variant["stock"] for variant in reinstated["variants"]]) == (True, ["in_stock"])
    assert others_page.next()["data"]["variants"][0]["stock"] == "out"


def test_a_vendor_sees_how_far_a_product_file_is(tenant: Any, live: Any, ticket: Any, drain: Any):
    vendor = make_vendor()
    manager, packer = (live.ready(ticket(vendor_token(vendor.id, role))) for role in ("manager", "fulfilment"))

    view = import_file(vendor.id, file_of(row("lamp"), row("mug")))
    drain()
    message = _first(manager, "import_progressed")
    product = make_product(vendor=vendor.id)
    _sell_out(product)
    drain()

    assert (message["data"]["import_id"], message["data"]["state"], message["data"]["created"]) == (view.id, "completed", 2)
    while (seen := packer.next())["data"].get("product_id") != product.id:
        assert seen["type"] == "stock_changed"


def test_a_payout_is_seen_by_its_vendor_and_by_staff_for_money(tenant: Any, live: Any, ticket: Any, drain: Any):
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    drain()
    accountant, finance = live.ready(ticket(vendor_token(vendor.id, "accountant"))), live.ready(ticket(staff_token("finance")))

    payout = payout_of(a_run(), vendor.id)
    drain()
    seen = [accountant.next(), finance.next()]

    assert [message["topic"] for message in seen] == ["vendor_payouts", "staff_payouts"]
    assert {message["data"]["payout_id"] for message in seen} == {payout.id}
    assert {message["data"]["state"] for message in seen} == {"paying"}


def test_staff_see_orders_vendors_and_what_needs_a_person(tenant: Any, live: Any, ticket: Any, drain: Any):
    product = make_listing()
    drain()
    support = live.ready(ticket(staff_token("support")))

    vendor = make_vendor(state="pending")
    drain()
    order = make_order((product, 1), payment=CASH)
    drain()
    about = {"payment_id": order.payment_id, "order_id": order.id, "amount": Money(500, "EUR")}
    with tenancy.atomic():
        outbox.publish(RefundFailed(refund_id=new_id("rfd", at=NOW), failure_code="account_closed", **about), now=NOW)
        outbox.publish(DisputeOpened(dispute_id=new_id("dsp", at=NOW), reason="fraud", **about), now=NOW)
    drain()
    applied, confirmed, failed, disputed = (support.next() for _ in range(4))

    assert applied["data"] == {"vendor_id": vendor.id, "name": vendor.name, "state": "pending"}
    assert (confirmed["type"], confirmed["data"]["number"]) == ("order_confirmed", order.number)
    assert (failed["type"], failed["data"]["failure_code"]) == ("refund_failed", "account_closed")
    assert (disputed["type"], disputed["data"]["state"]) == ("dispute_changed", "opened")


def test_staff_of_the_catalogue_see_vendors_and_no_money(tenant: Any, live: Any, ticket: Any, drain: Any):
    product = make_listing()
    drain()
    catalogue = live.ready(ticket(staff_token("catalogue")))

    make_order((product, 1), payment=CASH)
    drain()
    vendor = make_vendor(state="pending")
    drain()

    assert catalogue.next()["data"]["vendor_id"] == vendor.id


def test_nobody_who_listens_costs_no_read(tenant: Any, drain: Any, django_assert_max_num_queries: Any):
    from marketplace.apps.live import services

    order = make_order((make_listing(), 1), payment=CASH)
    drain()

    with django_assert_max_num_queries(0, using=tenant.slug):
        services.publish_orders([(order.owner, order.id)], now=NOW + timedelta(days=1))


def _first(socket: Any, kind: str) -> dict[str, Any]:
    """The next message of that type."""
    while (message := socket.next())["type"] != kind:
        pass
    return message


def _sell_out(product: Any) -> None:
    level = Level(variant_id=product.variants[0].id, on_hand=0, tracks_stock=True, allows_backorders=False)

    inventory_services.set_levels([level], actor=VENDOR_ACTOR, now=NOW, cause_id="of_tests", vendor_id=product.vendor_id)


class TestMetrics:
    def test_reach_staff_who_handle_money_and_look(self, tenant: Any, live: Any, ticket: Any):
        board = live.ready(ticket(staff_token("finance")))

        assert services.publish_metrics(now=NOW)

        message = board.next()
        assert (message["type"], message["topic"]) == ("metrics_changed", "staff_metrics")
        assert set(message["data"]) == {"made_at", "minutes", "day"}

    def test_are_made_once_however_many_tasks_come(self, tenant: Any, live: Any, ticket: Any):
        live.ready(ticket(staff_token("admin")))

        assert [services.publish_metrics(now=NOW) for _ in range(3)] == [True, False, False]

    def test_are_not_made_where_nobody_looks(self, tenant: Any, live: Any):
        assert not services.publish_metrics(now=NOW)
