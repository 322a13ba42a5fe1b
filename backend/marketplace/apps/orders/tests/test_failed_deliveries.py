"""After "sent": refused, undeliverable, lost, returned. Stock, books, cash and statement say the same."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_listing, make_order, part_of, send_parcel
from marketplace.apps.orders.types import DELIVERY_FAILURES
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

LATER = NOW + timedelta(days=3)


def available(product):
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def balance(account):
    return ledger_queries.get_balance(account, "EUR").minor


def assert_books_agree():
    report = insight_queries.check_books(now=LATER)
    assert report.is_clean, report


@pytest.fixture
def mug():
    return make_listing(price_minor=2000, stock=5)


@pytest.fixture
def sent(mug):
    """Two mugs of 20.00 with 5.00 of shipping, paid by card and sent in one parcel."""
    return send_parcel(part_of(make_order((mug, 2)), mug), 2)


def path_of(part, act, index=0):
    return f"vendor/orders/{part.id}/shipments/{part.shipments[index].id}/{act}"


def fail(api, part, failure="refused", *, index=0, status=200, **options):
    body = {"failure": failure, "reason": "Nobody wanted it"}
    answer = api.post(path_of(part, "fail", index), body, token=vendor_token(part.vendor_id), **options)
    assert answer.status_code == status, answer.content
    return answer.json()


def receive(api, part, sellable, *, status=200):
    body = {"sellable": [{"line_id": part.lines[0].line_id, "quantity": sellable}] if sellable else []}
    answer = api.post(path_of(part, "receive"), body, token=vendor_token(part.vendor_id))
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.mark.parametrize("failure", DELIVERY_FAILURES)
def test_a_parcel_that_does_not_arrive_cancels_and_refunds_what_was_in_it(api, mug, sent, drain, failure):
    failed = fail(api, sent, failure)
    drain()

    order = queries.get_any_order(sent.order_id)
    assert (failed["state"], order.state, order.refunded) == ("canceled", "canceled", Money(4500, "EUR"))
    assert failed["shipments"][0]["failure"] == failure
    assert payment_queries.get_payment(sent.payment_id).refunded == Money(4500, "EUR")
    assert (balance(f"vendor:{mug.vendor_id}"), balance("operator:commission"), balance("provider:sandbox")) == (0, 0, 0)
    assert available(mug) == 3  # the units are not here yet
    assert AuditEntry.objects.filter(action=f"shipment.{failure}", resource=sent.id, reason="Nobody wanted it").count() == 1
    assert_books_agree()


@pytest.mark.parametrize(("sellable", "stock"), [(2, 5), (1, 4), (0, 3)])
def test_what_can_be_sold_is_in_stock_again_when_the_vendor_has_it(api, mug, sent, drain, sellable, stock):
    fail(api, sent, "returned")

    received = [receive(api, sent, sellable) for _ in range(2)]
    drain()

    assert received[0]["shipments"][0]["received_at"]
    assert received[1]["shipments"] == received[0]["shipments"]
    assert available(mug) == stock
    receive(api, sent, 1 if sellable != 1 else 2, status=409)  # it was said otherwise
    assert available(mug) == stock
    assert AuditEntry.objects.filter(action="shipment.received", resource=sent.id).count() == 1
    assert_books_agree()


def test_repeating_it_changes_nothing_and_another_end_is_refused(api, mug, sent, drain):
    fail(api, sent, key="one")
    fail(api, sent, key="one")
    again = fail(api, sent)
    drain()

    assert len(again["reversals"]) == 1
    assert fail(api, sent, "lost", status=409)["code"] == "cannot_fulfil"
    assert api.post(path_of(sent, "deliver"), token=vendor_token(sent.vendor_id)).status_code == 409
    assert payment_queries.get_payment(sent.payment_id).refunded == Money(4500, "EUR")


def test_one_parcel_of_two_leaves_the_other_and_the_shipping(api, mug, drain):
    part = send_parcel(part_of(make_order((mug, 2)), mug), 1)
    part = send_parcel(part, 1, key="second")
    services.deliver(vendor_id=part.vendor_id, vendor_order_id=part.id, shipment_id=part.shipments[0].id, now=LATER)

    failed = fail(api, part, "lost", index=1)
    drain()

    assert (failed["state"], failed["refunded"]["minor"]) == ("delivered", 2000)
    assert failed["delivered_at"]
    assert balance(f"vendor:{mug.vendor_id}") == 2000 + 500 - 242
    assert_books_agree()


def test_cash_that_was_not_collected_is_not_booked(api, mug, drain):
    order = make_order((mug, 2), payment=CASH)
    part = send_parcel(part_of(order, mug), 1)
    part = send_parcel(part, 1, key="second")

    half = fail(api, part, index=1)
    services.deliver(vendor_id=part.vendor_id, vendor_order_id=part.id, shipment_id=part.shipments[0].id, now=LATER)
    drain()

    assert (half["amount_to_collect"]["minor"], half["refunded"]["minor"]) == (2500, 0)
    assert payment_queries.get_payment(part.payment_id).captured == Money(2500, "EUR")
    assert balance(f"vendor:{mug.vendor_id}") == -242
    assert_books_agree()


def test_a_cash_order_that_is_refused_on_delivery_books_nothing(api, mug, drain):
    part = send_parcel(part_of(make_order((mug, 2), payment=CASH), mug), 2)

    failed = fail(api, part)
    receive(api, part, 2)
    drain()

    assert (failed["state"], failed["amount_to_collect"]["minor"]) == ("canceled", 0)
    assert ledger_queries.rows_of_order(part.order_id) == []
    assert payment_queries.get_payment(part.payment_id).captured == Money(0, "EUR")
    assert available(mug) == 5
    assert_books_agree()


def test_the_amount_to_collect_follows_cancellations(api, mug):
    part = part_of(make_order((mug, 2), payment=CASH), mug)
    token = vendor_token(part.vendor_id)
    body = {"lines": [{"line_id": part.lines[0].line_id, "quantity": 1}], "reason": "x"}

    before = api.get(f"vendor/orders/{part.id}", token=token).json()
    after = api.post(f"vendor/orders/{part.id}/cancellations", body, token=token).json()
    by_card = part_of(make_order((mug, 1)), mug)

    assert [order["amount_to_collect"]["minor"] for order in (before, after)] == [4500, 2500]
    assert api.get(f"vendor/orders/{by_card.id}", token=token).json()["amount_to_collect"] is None


def test_what_was_delivered_or_never_failed_has_no_such_end(api, mug, sent):
    receive(api, sent, 1, status=409)
    done = deliver_all(part_of(make_order((mug, 1)), mug), now=LATER)

    fail(api, done, status=409)
    assert api.post(path_of(sent, "fail"), {"failure": "eaten", "reason": "x"}, token=vendor_token(sent.vendor_id)).status_code == 422
    assert api.post(path_of(sent, "fail"), {"failure": "lost"}, token=vendor_token(sent.vendor_id)).status_code == 422


def test_no_more_can_be_sold_of_a_parcel_than_was_in_it(api, mug, sent):
    fail(api, sent)
    body = {"sellable": [{"line_id": sent.lines[0].line_id, "quantity": 3}]}
    strange = {"sellable": [{"line_id": "line_x", "quantity": 1}]}

    for wrong in (body, strange, {"sellable": body["sellable"] * 2}):
        assert api.post(path_of(sent, "receive"), wrong, token=vendor_token(sent.vendor_id)).status_code == 422
    assert available(mug) == 3


def test_staff_do_it_by_the_order_and_others_cannot(api, mug, sent, drain):
    shipment, body = sent.shipments[0].id, {"failure": "undeliverable", "reason": "No such street"}
    path = f"admin/orders/{sent.order_id}/shipments/{shipment}"
    stranger = vendor_token(make_vendor().id)

    assert api.post(path_of(sent, "fail"), body, token=stranger).status_code == 404
    assert api.post(path_of(sent, "receive"), {"sellable": []}, token=stranger).status_code == 404
    assert api.post(path_of(sent, "fail"), body, token=vendor_token(sent.vendor_id, "accountant")).status_code == 403
    assert api.post(f"{path}/fail", body, token=staff_token("finance")).status_code == 403
    assert api.post(f"{path[:-3]}xxx/fail", body, token=staff_token("support")).status_code == 404
    failed = api.post(f"{path}/fail", body, token=staff_token("support"))
    lines = [{"line_id": sent.lines[0].line_id, "quantity": 2}]
    received = api.post(f"{path}/receive", {"sellable": lines}, token=staff_token("support"))
    drain()

    assert (failed.status_code, failed.json()["reversals"][0]["by"]) == (200, "staff")
    assert (received.status_code, available(mug)) == (200, 5)


def test_a_crash_after_the_document_is_finished_by_the_events(api, mug, sent, drain, monkeypatch):
    from marketplace.apps.orders.services import deliveries

    with monkeypatch.context() as crash:
        crash.setattr(deliveries, "settle_reversal", _die)
        crash.setattr(deliveries, "restock_return", _die)
        for act, body in (("fail", {"failure": "refused", "reason": "x"}), ("receive", {"sellable": [_unit(sent)]})):
            with pytest.raises(SystemError):
                api.post(path_of(sent, act), body, token=vendor_token(sent.vendor_id))
    drain()

    assert payment_queries.get_payment(sent.payment_id).refunded == Money(4500, "EUR")
    assert available(mug) == 4
    assert_books_agree()


def _unit(part):
    return {"line_id": part.lines[0].line_id, "quantity": 1}


def _die(*args, **options):
    raise SystemError("the process died")
