"""From the request to the refund: who may, when, how much, and that books and stock agree at each end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_order, part_of
from marketplace.apps.orders.types import RefundedLine, RefundReason, RefundRequest
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payouts import queries as payout_queries
from marketplace.apps.payouts.models import Hold
from marketplace.apps.payouts.tests.factories import a_run, payout_of
from marketplace.apps.returns import queries, services
from marketplace.apps.returns.errors import NotReturnable
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.tests.handling import (
    LONG_AFTER,
    act,
    ask,
    assert_books_agree,
    available,
    balance,
    guest,
    lines,
    taken_back,
)
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, add_payout_account, make_vendor, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.kit.actors import SYSTEM
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


class TestFromTheRequestToTheRefund:
    def test_by_a_guest_decided_by_the_vendor(self, api, mug, delivered, drain):
        item = ask(api, delivered, 2, comment="Cracked")
        approved = act(api, item, "approve")
        partly = act(api, item, "receive", lines(item, quantity=1))
        received = act(api, item, "receive", lines(item, quantity=2))
        done = act(api, item, "inspect", lines(item, accepted=2, sellable=1))
        drain()

        found = [item["state"], approved["state"], partly["state"], received["state"], done["state"]]
        assert found == ["requested", "approved", "partly_received", "received", "refunded"]
        order = order_queries.get_any_order(delivered.order_id)
        assert order.refunded == payment_queries.get_payment(delivered.payment_id).refunded == Money(4000, "EUR")
        assert balance(f"vendor:{mug.vendor_id}") == 6500 - 726 - 4000 + 484
        assert available(mug) == 8  # one of the two can be sold
        assert (order.parts[0].refunds[0].cause, order.parts[0].refunds[0].cause_id) == ("return", item["id"])
        assert_books_agree()

    def test_of_everything_returns_the_delivery_too_unless_the_reason_is_the_customers_own(self, api, mug, drain):
        parts = [deliver_all(part_of(make_order((mug, 1), now=clock.now()), mug), now=clock.now()) for _ in range(2)]
        drain()

        for part, reason in zip(parts, ("not_as_described", "other"), strict=True):
            item = ask(api, part, reason=reason)
            act(api, item, "approve")
            taken_back(api, item, 1, sellable=1)
        drain()

        assert [payment_queries.get_payment(part.payment_id).refunded.minor for part in parts] == [2500, 2000]
        assert balance(f"vendor:{mug.vendor_id}") == 500
        assert available(mug) == 10
        assert_books_agree()

    def test_of_an_order_paid_on_delivery_leaves_the_vendor_with_its_commission(self, api, mug, drain):
        part = deliver_all(part_of(make_order((mug, 2), payment=CASH, now=clock.now()), mug), now=clock.now())
        drain()

        item = ask(api, part)
        act(api, item, "approve")
        taken_back(api, item, 1, sellable=0)
        drain()

        assert balance(f"vendor:{mug.vendor_id}") == -484 + 242
        assert_books_agree()

    def test_after_the_payout_is_netted_by_the_next(self, api, mug, delivered, drain):
        add_payout_account(mug.vendor_id)
        payout_of(a_run(now=LONG_AFTER), mug.vendor_id)

        item = ask(api, delivered)
        act(api, item, "approve")
        taken_back(api, item, 1, sellable=1)
        drain()

        (euro,) = payout_queries.balances(mug.vendor_id, now=LONG_AFTER)
        assert euro.payable == Money(-2000 + 242, "EUR")
        assert_books_agree()

    def test_units_that_were_refunded_meanwhile_are_not_refunded_again(self, api, mug, delivered, drain):
        item = ask(api, delivered, 3)
        act(api, item, "approve")
        order_services.refund_sale(
            vendor_id=delivered.vendor_id,
            vendor_order_id=delivered.id,
            wanted=RefundRequest(lines=(RefundedLine(line_id=delivered.lines[0].line_id, quantity=2),)),
            reason=RefundReason.LATE,
            note="",
            by="vendor",
            actor=VENDOR_ACTOR,
            request_key="k",
            now=clock.now(),
        )

        taken_back(api, item, 3, sellable=3)
        drain()

        assert payment_queries.get_payment(delivered.payment_id).refunded == Money(6000, "EUR")
        assert available(mug) == 10
        assert_books_agree()

    def test_of_less_than_was_sent_says_why(self, api, mug, delivered, drain):
        item = ask(api, delivered, 2)
        act(api, item, "approve")
        act(api, item, "receive", lines(item, quantity=2))

        act(api, item, "inspect", lines(item, accepted=1, sellable=0), status=422)
        done = act(api, item, "inspect", {**lines(item, accepted=1, sellable=0), "decision": "One was used"})
        drain()

        assert (done["state"], done["decision"]) == ("refunded", "One was used")
        assert payment_queries.get_payment(delivered.payment_id).refunded == Money(2000, "EUR")
        assert available(mug) == 7
        assert_books_agree()


class TestWithdrawal:
    def withdraw(self, api, part, *, status=201, **body):
        answer = api.post(f"store/orders/{part.order_id}/withdrawals", {"name": "Noor Jansen", **body}, headers=guest(part))
        assert answer.status_code == status, answer.content
        return answer.json()["returns"][0] if status == 201 else answer.json()

    def test_is_approved_at_once_cannot_be_refused_and_returns_everything(self, api, mug, delivered, drain):
        item = self.withdraw(api, delivered)

        refused = act(api, item, "refuse", {"reason": "We do not like it"}, status=409)
        act(api, item, "receive", lines(item, quantity=3))
        short = act(api, item, "inspect", {**lines(item, accepted=2, sellable=0), "decision": "Used"}, status=409)
        done = act(api, item, "inspect", lines(item, accepted=3, sellable=3))
        drain()

        assert (item["state"], item["is_granted_by_law"], item["declared_by"]) == ("approved", True, "Noor Jansen")
        assert refused["code"] == short["code"] == "withdrawal_stands"
        assert done["state"] == "refunded"
        assert payment_queries.get_payment(delivered.payment_id).refunded == Money(6500, "EUR")
        assert (balance(f"vendor:{mug.vendor_id}"), available(mug)) == (0, 10)
        assert_books_agree()

    def test_is_confirmed_by_mail_with_its_content_and_time(self, api, delivered, drain):
        self.withdraw(api, delivered)
        drain()

        message = Message.objects.get(occasion__startswith="return_approved", recipient="noor@customer.example")
        assert "withdrawal" in message.subject
        assert all(text in message.body for text in ("Noor Jansen", "3 × ", str(clock.now().year)))

    def test_can_be_of_some_units_and_is_made_once(self, api, delivered):
        wanted = [{"line_id": delivered.lines[0].line_id, "quantity": 1}]
        first = self.withdraw(api, delivered, lines=wanted)
        self.withdraw(api, delivered)
        self.withdraw(api, delivered, status=409)

        assert first["lines"][0]["quantity"] == 1
        assert sum(line.quantity for row in Return.objects.all() for line in row.units) == 3

    def test_is_too_late_after_its_window(self, mug, delivered):
        order = order_queries.get_any_order(delivered.order_id)
        late = clock.now() + timedelta(days=16)

        with pytest.raises(NotReturnable):
            services.withdraw(order=order, lines=None, name="Noor", actor=SYSTEM, request_key="k", now=late)


class TestRefusals:
    def test_of_the_vendor_is_read_by_the_customer(self, api, delivered, drain):
        item = ask(api, delivered)

        refused = [act(api, item, "refuse", {"reason": "It was dropped"}) for _ in range(2)]
        drain()

        assert (refused[0]["state"], refused[0]["decision"]) == ("refused", "It was dropped")
        assert "It was dropped" in Message.objects.get(occasion__startswith="return_refused").body
        act(api, item, "approve", status=409)
        assert not Hold.objects.filter(released_at=None).exists()

    def test_more_than_was_delivered_or_of_another_order_or_photo(self, api, mug, delivered):
        other = part_of(make_order((mug, 1), now=clock.now()), mug)

        assert ask(api, delivered, 4, status=409)["code"] == "not_returnable"
        ask(api, delivered, 2)
        assert ask(api, delivered, 2, status=409)["code"] == "not_returnable"
        assert ask(api, other, 1, status=409)["code"] == "not_returnable"  # not delivered
        ask(api, delivered, photos=["rph_01M6E22WG0TM6WTZ72E41ECJTW"], status=422)
        ask(api, delivered, reason="goodwill", status=422)
        body = {"lines": [{"line_id": other.lines[0].line_id, "quantity": 1}], "reason": "damaged"}
        assert api.post(f"store/orders/{delivered.order_id}/returns", body, headers=guest(delivered)).status_code == 422

    def test_steps_out_of_order(self, api, delivered):
        item = ask(api, delivered, 2)

        assert act(api, item, "receive", lines(item, quantity=1), status=409)["state"] == "requested"
        act(api, item, "inspect", lines(item, accepted=0, sellable=0), status=409)
        act(api, item, "approve")
        act(api, item, "receive", lines(item, quantity=3), status=422)
        act(api, item, "receive", lines(item, quantity=0), status=422)
        act(api, item, "receive", lines(item, quantity=2))
        act(api, item, "receive", lines(item, quantity=1), status=422)  # fewer than before
        act(api, item, "inspect", lines(item, accepted=1, sellable=2), status=422)
        act(api, item, "inspect", {"lines": [{"line_id": "x", "accepted": 1, "sellable": 0}]}, status=422)
        act(api, item, "inspect", lines(item, accepted=2, sellable=1))
        act(api, item, "inspect", lines(item, accepted=2, sellable=1))  # again
        act(api, item, "inspect", lines(item, accepted=2, sellable=2), status=409)
        assert payment_queries.get_payment(delivered.payment_id).refunded == Money(4000, "EUR")

    def test_another_customer_vendor_region_and_other_roles(self, api, mena, delivered):
        item, stranger = ask(api, delivered), make_vendor()
        path, body = f"store/orders/{delivered.order_id}/returns", {"lines": lines(item, quantity=1)["lines"], "reason": "damaged"}
        with tenancy.scope(mena):
            abroad = vendor_token(make_vendor(country="KW", currency="KWD").id, "owner")

        assert api.post(path, body, token=customer_token(make_customer().id)).status_code == 404
        assert api.post(path, body, headers={"Order-Token": "guessed"}).status_code == 404
        assert api.get(path).status_code == 404
        for what, sent in (("approve", None), ("refuse", {"reason": "x"}), ("receive", lines(item, quantity=1))):
            act(api, item, what, sent, token=vendor_token(stranger.id, "owner"), status=404)
            act(api, item, what, sent, token=vendor_token(delivered.vendor_id, "accountant"), status=403)
            act(api, item, what, sent, token=abroad, tenant="mena", status=404)
            act(api, item, what, sent, token=staff_token("finance"), side="admin", status=403)
        assert api.get(f"vendor/returns/{item['id']}", token=vendor_token(stranger.id, "owner")).status_code == 404
        assert api.get("vendor/returns", token=vendor_token(stranger.id, "owner")).json()["items"] == []
        assert api.get("admin/returns", token=vendor_token(stranger.id, "owner")).status_code == 403
        assert queries.get_return(item["id"]).state == "requested"
