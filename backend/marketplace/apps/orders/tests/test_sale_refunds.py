"""Refunds of what the customer keeps: who may, how much at most, and that the books agree after each."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.errors import CannotRefund
from marketplace.apps.orders.tests.factories import CASH, make_order, part_of, send_parcel
from marketplace.apps.orders.tests.refunding import LATER, assert_books_agree, balance, eur, money, of_line, refund
from marketplace.apps.orders.types import LineQuantity, RefundReason
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


def ask(api, part, body, *, status=200, token=None, path=None, **options):
    whole = {"reason": "damaged", **body}
    answer = api.post(path or f"vendor/orders/{part.id}/refunds", whole, token=token or vendor_token(part.vendor_id, "owner"), **options)
    assert answer.status_code == status, answer.content
    return answer.json()


def line_of(part, **what):
    return {"lines": [{"line_id": part.lines[0].line_id, **what}]}


class TestByAVendor:
    def test_units_are_refunded_with_their_share_of_the_commission(self, api, mug, delivered, drain):
        refunded = ask(api, delivered, {**line_of(delivered, quantity=1), "note": "Cracked"})
        drain()

        order = queries.get_any_order(delivered.order_id)
        assert refunded["refunded"] == money(2000)
        assert (refunded["lines"][0]["refundable"], refunded["lines"][0]["refundable_units"]) == (money(4000), 2)
        assert order.refunded == payment_queries.get_payment(delivered.payment_id).refunded == eur(2000)
        assert balance(f"vendor:{mug.vendor_id}") == 6500 - 726 - 2000 + 242
        assert refunded["state"] == order.parts[0].state == "delivered"
        assert_books_agree()

    def test_the_customer_reads_what_and_why(self, api, delivered, drain):
        body = {**line_of(delivered, quantity=1), "shipping": money(200), "note": "Cracked"}
        ask(api, delivered, body)
        drain()

        token = services.order_token(delivered.order_id)
        read = api.get(f"store/orders/{delivered.order_id}", headers={"Order-Token": token}).json()
        part = next(part for part in read["parts"] if part["vendor_order_id"] == delivered.id)
        (reason,) = part["refunds"]
        assert (reason["cause"], reason["reason_code"], reason["reason"]) == ("refund", "damaged", "Cracked")
        assert (reason["amount"], reason["shipping"]) == (money(2200), money(200))
        assert reason["lines"] == [{"line_id": delivered.lines[0].line_id, "quantity": 1, "amount": money(2000)}]
        assert [entry["kind"] for entry in read["timeline"]].count("part_refunded") == 1
        assert read["refunded"] == money(2200)

    def test_an_amount_of_a_line_or_of_the_shipping_keeps_the_units(self, api, mug, delivered):
        ask(api, delivered, {**line_of(delivered, amount=money(555)), "shipping": money(500)})

        part = part_of(queries.get_any_order(delivered.order_id), mug)
        assert part.refunded == eur(1055)
        assert ask(api, part, {"shipping": money(1)}, status=409)["code"] == "refund_exceeds_sale"
        assert_books_agree()

    def test_one_amount_is_spread_over_the_lines_and_then_over_the_shipping(self, api, mug, delivered):
        first = ask(api, delivered, {"amount": money(6000)})
        second = ask(api, delivered, {"amount": money(500)})

        assert (first["refundable_shipping"], first["lines"][0]["refundable"]) == (money(500), money(0))
        assert second["refundable"] == money(0)
        assert balance(f"vendor:{mug.vendor_id}") == 0
        assert_books_agree()

    def test_what_was_not_delivered_is_refunded_by_amount_and_can_still_be_canceled(self, api, mug):
        part = part_of(make_order((mug, 2)), mug)

        refused = ask(api, part, line_of(part, quantity=1), status=409)
        ask(api, part, line_of(part, amount=money(300)))
        canceled = services.cancel_vendor_order_lines(
            vendor_id=part.vendor_id,
            vendor_order_id=part.id,
            lines=[LineQuantity(part.lines[0].line_id, 2)],
            reason="",
            by="vendor",
            request_key="c",
            now=LATER,
        )

        assert refused["code"] == "cannot_refund"
        assert canceled.refunded == eur(4500)
        assert balance(f"vendor:{mug.vendor_id}") == 0
        assert_books_agree()

    def test_a_parcel_that_fails_after_an_amount_was_refunded_refunds_the_rest(self, mug, drain):
        part = send_parcel(part_of(make_order((mug, 2)), mug), 2)
        refund(part, of_line(part, 900), reason=RefundReason.LATE)

        failed = services.fail_delivery(
            vendor_id=part.vendor_id,
            vendor_order_id=part.id,
            shipment_id=part.shipments[0].id,
            failure="lost",
            reason="",
            by="vendor",
            actor=VENDOR_ACTOR,
            now=LATER,
        )
        drain()

        assert failed.refunded == eur(4500)
        assert balance(f"vendor:{mug.vendor_id}") == 0
        assert_books_agree()

    def test_it_is_audited_with_its_reason(self, api, delivered):
        ask(api, delivered, {**line_of(delivered, quantity=1), "note": "Cracked"})

        entry = AuditEntry.objects.get(action="sale.refunded", resource=delivered.id)
        assert (entry.reason, entry.new["reason_code"], entry.new["refund"]) == ("Cracked", "damaged", money(2000))


class TestRefusals:
    @pytest.mark.parametrize(
        "body",
        [
            {"lines": [{"line_id": "line_of_another_order", "quantity": 1}]},
            {"amount": {"minor": 100, "currency": "KWD"}},
            {"amount": money(-1)},
            {"amount": money(0)},
            {"shipping": money(0)},
            {"amount": money(100), "shipping": money(100)},
            {"lines": [{"line_id": "x", "quantity": 1, "amount": money(100)}]},
            {"lines": [{"line_id": "x"}]},
            {},
            {"amount": money(100), "reason": "because"},
            {"amount": money(100), "fees": money(100)},  # the operator's, not the vendor's
        ],
    )
    def test_what_makes_no_sense_is_named(self, api, delivered, body):
        ask(api, delivered, body, status=422)

        assert payment_queries.get_payment(delivered.payment_id).refunded == eur(0)

    def test_more_than_is_left_is_refused_with_what_is_left(self, api, delivered):
        ask(api, delivered, line_of(delivered, quantity=2))

        assert ask(api, delivered, line_of(delivered, quantity=2), status=409)["code"] == "cannot_refund"
        assert ask(api, delivered, {"amount": money(2501)}, status=409)["refundable"] == money(2500)
        assert ask(api, delivered, line_of(delivered, amount=money(2001)), status=409)["refundable"] == money(2000)

    def test_the_same_request_again_refunds_once_and_another_body_is_refused(self, api, delivered):
        body = line_of(delivered, quantity=1)

        first, again = (ask(api, delivered, body, key="one") for _ in range(2))
        ask(api, delivered, line_of(delivered, quantity=2), key="one", status=422)

        assert first == again
        assert payment_queries.get_payment(delivered.payment_id).refunded == eur(2000)

    def test_another_vendor_another_region_and_other_roles_are_refused(self, api, pan, mena, delivered):
        body = line_of(delivered, quantity=1)
        with tenancy.scope(mena):
            abroad = vendor_token(make_vendor(country="KW", currency="KWD").id, "owner")
        path = f"vendor/orders/{delivered.id}/refunds"

        ask(api, delivered, body, status=404, token=vendor_token(pan.vendor_id, "owner"))
        assert api.post(f"vendor/orders/{delivered.id}/refunds", body, token=abroad).status_code in (401, 421)
        assert (
            api.post(f"vendor/orders/{delivered.id}/refunds", {**body, "reason": "damaged"}, token=abroad, tenant="mena").status_code == 404
        )
        for role in ("fulfilment", "accountant"):
            ask(api, delivered, body, status=403, token=vendor_token(delivered.vendor_id, role))
        ask(api, delivered, body, status=403, token=customer_token(make_customer().id))
        ask(api, delivered, body, status=403, token=staff_token("admin"))
        assert api.post(path, body).status_code == 401
        assert payment_queries.get_payment(delivered.payment_id).refunded == eur(0)

    def test_the_other_vendors_part_is_untouched(self, api, pan, delivered, drain):
        before = part_of(queries.get_any_order(delivered.order_id), pan)

        ask(api, delivered, {"amount": money(6500)})
        drain()

        assert part_of(queries.get_any_order(delivered.order_id), pan) == before
        assert balance(f"vendor:{pan.vendor_id}") == 3700 - 363

    def test_an_order_that_is_not_paid_yet_has_nothing_to_refund(self, mug):
        part = part_of(make_order((mug, 2), payment=CASH), mug)

        with pytest.raises(CannotRefund):
            refund(part, of_line(part, 100))


class TestByStaff:
    def path(self, part):
        return f"admin/orders/{part.order_id}/refunds"

    def test_they_refund_any_vendors_part(self, api, mug, delivered):
        body = {**line_of(delivered, quantity=1), "vendor_order_id": delivered.id, "reason": "goodwill"}

        refunded = ask(api, delivered, body, path=self.path(delivered), token=staff_token("support"))

        assert refunded["reversals"][0]["by"] == "staff"
        assert queries.get_any_order(delivered.order_id).refunded == eur(2000)
        assert_books_agree()

    def test_only_those_who_handle_orders_or_money(self, api, delivered):
        body = {"amount": money(100), "vendor_order_id": delivered.id}

        ask(api, delivered, body, path=self.path(delivered), token=staff_token("catalogue"), status=403)
        ask(api, delivered, body, path=self.path(delivered), status=403)  # a vendor
        ask(api, delivered, body, path=self.path(delivered), token=staff_token("finance"))

    def test_a_part_of_another_order_is_not_there(self, api, mug, delivered):
        other = part_of(make_order((mug, 1)), mug)
        body = {"amount": money(100), "vendor_order_id": other.id}

        ask(api, delivered, body, path=self.path(delivered), token=staff_token("support"), status=404)
