"""Returns as vendors, staff and the clock see them, and what many do at the same time."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import deliver_all, make_order, part_of
from marketplace.apps.orders.types import LineQuantity, RefundReason
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payouts import queries as payout_queries
from marketplace.apps.returns import queries, services
from marketplace.apps.returns.errors import NotReturnable, ReturnStateForbids
from marketplace.apps.returns.models import Return, ReturnPhoto
from marketplace.apps.returns.services import states
from marketplace.apps.returns.tests.handling import (
    LONG_AFTER,
    PNG,
    act,
    ask,
    assert_books_agree,
    available,
    guest,
    lines,
    taken_back,
)
from marketplace.apps.returns.types import ENDED, InspectedLine, ReturnState
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import clock
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.actors import SYSTEM
from marketplace.kit.errors import Stale
from marketplace.kit.money import Money

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


class TestOtherSides:
    def test_staff_list_them_in_both_orders_a_page_at_a_time(self, api, delivered):
        made = [ask(api, delivered)["id"] for _ in range(2)]

        for sort, expected in (("requested_at", made), ("-requested_at", made[::-1])):
            first = api.get("admin/returns", token=staff_token(), limit=1, sort=sort).json()
            rest = api.get("admin/returns", token=staff_token(), limit=1, sort=sort, cursor=first["next_cursor"]).json()
            assert [item["id"] for item in first["items"] + rest["items"]] == expected
        assert api.get("admin/returns", token=staff_token(), sort="state").status_code == 422

    def test_staff_do_it_for_any_vendor(self, api, mug, delivered, drain):
        item = ask(api, delivered)
        act(api, item, "approve", side="admin")
        done = taken_back(api, item, 1, sellable=1, side="admin")
        drain()

        assert done["state"] == "refunded"
        assert [found["id"] for found in api.get("admin/returns", token=staff_token("finance")).json()["items"]] == [item["id"]]
        assert part_of(order_queries.get_any_order(delivered.order_id), mug).reversals[0].by == "staff"

    def test_the_customer_may_keep_the_products_until_they_are_sent(self, api, delivered):
        item = ask(api, delivered)
        path = f"store/orders/{delivered.order_id}/returns/{item['id']}/cancel"

        canceled = [api.post(path, headers=guest(delivered)).json()["state"] for _ in range(2)]
        again = ask(api, delivered, 3)
        act(api, again, "approve")
        act(api, again, "receive", lines(again, quantity=1))

        assert canceled == ["canceled", "canceled"]
        assert api.post(path.replace(item["id"], again["id"]), headers=guest(delivered)).status_code == 409

    def test_the_order_says_what_can_be_returned_until_when(self, api, delivered):
        ask(api, delivered, 2)

        (part,) = api.get(f"store/orders/{delivered.order_id}/return-options", headers=guest(delivered)).json()["parts"]

        assert part["units"] == {delivered.lines[0].line_id: 1}
        assert part["withdrawal_ends_at"] == part["window_ends_at"]
        assert "withdrawal" in part["reasons"]
        assert part["is_withdrawal_granted"]
        assert part["takes_store_credit"] is False  # a guest has none

    def test_a_customers_refund_can_be_store_credit(self, api, mug, drain):
        customer = make_customer().id
        order = make_order((mug, 1), customer_id=customer)
        deliver_all(part_of(order, mug))
        drain()

        (part,) = api.get(f"store/orders/{order.id}/return-options", token=customer_token(customer)).json()["parts"]

        assert part["takes_store_credit"] is True

    def test_photos_are_private_and_opened_by_links(self, api, delivered):
        file = {"file": SimpleUploadedFile("crack.png", PNG, "image/png")}
        path = f"store/orders/{delivered.order_id}/return-photos"
        photo = api.post(path, files=file, headers=guest(delivered)).json()["photo_id"]
        text = {"file": SimpleUploadedFile("crack.png", b"not a photo", "image/png")}

        item = ask(api, delivered, photos=[photo])
        link = act(api, item, f"photos/{photo}/links", status=201)

        assert api.post(path, files=text, headers=guest(delivered)).status_code == 422
        assert api.post(path, files=text).status_code == 404
        assert link["url"]
        act(api, item, f"photos/{photo}/links", status=404, token=vendor_token(make_vendor().id, "owner"))
        act(api, item, "photos/rph_01M6E22WG0TM6WTZ72E41ECJTW/links", status=404)
        act(api, item, f"photos/{photo}/links", status=201, side="admin")

    def test_a_vendors_policy_lengthens_the_window_and_is_edited_by_its_version(self, api, mug, delivered):
        token = vendor_token(mug.vendor_id, "owner")
        body = {"days": 60, "instructions": "To our shop, please"}

        changed = api.put("vendor/return-policy", body, token=token, etag="0")
        stale = api.put("vendor/return-policy", body, token=token, etag="0")
        shorter = api.put("vendor/return-policy", {"days": 1}, token=token, etag=changed.json()["etag"])

        assert (changed.status_code, stale.status_code, shorter.status_code) == (200, 412, 200)
        (part,) = queries.returnable_parts(order_queries.get_any_order(delivered.order_id), now=clock.now())
        assert part.window_ends_at == part.withdrawal_ends_at  # the law's, since one day is less
        assert api.put("vendor/return-policy", body, token=vendor_token(mug.vendor_id, "fulfilment"), etag="2").status_code == 403
        assert api.put("vendor/return-policy", body, token=token).status_code == 428

    def test_earnings_wait_while_a_return_is_open(self, api, mug, delivered):
        item = ask(api, delivered)
        held = payout_queries.balances(mug.vendor_id, now=LONG_AFTER)[0]
        act(api, item, "refuse", {"reason": "x"})

        assert (held.payable, held.pending) == (Money(0, "EUR"), Money(6500 - 726, "EUR"))
        assert payout_queries.balances(mug.vendor_id, now=LONG_AFTER)[0].payable == Money(6500 - 726, "EUR")

    def test_what_does_not_arrive_expires(self, api, delivered):
        item = ask(api, delivered)
        act(api, item, "approve")

        assert services.expire_returns(now=clock.now() + timedelta(days=29)) == []
        assert services.expire_returns(now=clock.now() + timedelta(days=31)) == [item["id"]]
        assert queries.get_return(item["id"]).state == "expired"

    def test_an_erased_customer_leaves_no_text_and_no_photo(self, drain, mug):
        customer = make_customer()
        part = deliver_all(part_of(make_order((mug, 1), customer_id=customer.id, now=clock.now()), mug), now=clock.now())
        order = order_queries.get_any_order(part.order_id)
        photo = services.add_photo(order=order, content=PNG, now=clock.now())
        (made,) = services.request_returns(
            order=order,
            lines=[LineQuantity(part.lines[0].line_id, 1)],
            reason=RefundReason.DAMAGED,
            comment="My address is ...",
            photo_ids=[photo],
            actor=SYSTEM,
            request_key="k",
            now=clock.now(),
        )

        for _ in range(2):
            services.erase_customer(customer_id=customer.id, now=clock.now())

        row = Return.objects.get(pk=made.id)
        assert (row.comment, row.customer_id) == ("", "")
        assert not ReturnPhoto.objects.exists()


class TestAtOnce:
    def request(self, part, quantity, *, key):
        return services.request_returns(
            order=order_queries.get_any_order(part.order_id),
            lines=[LineQuantity(part.lines[0].line_id, quantity)],
            reason=RefundReason.DAMAGED,
            comment="",
            actor=SYSTEM,
            request_key=key,
            now=clock.now(),
        )

    def test_requests_never_share_a_unit(self, delivered):
        answers = at_once(6, lambda number: self.request(delivered, 2, key=f"k{number}"))

        assert sum(isinstance(answer, NotReturnable) for answer in answers) == 5
        assert sum(line.quantity for row in Return.objects.all() for line in row.units) == 2

    def test_inspections_and_their_event_refund_and_restock_once(self, mug, delivered, drain):
        (made,) = self.request(delivered, 2, key="k")
        line_id = delivered.lines[0].line_id
        whose = {"return_id": made.id, "vendor_id": made.vendor_id, "actor": VENDOR_ACTOR, "now": clock.now()}
        services.approve_return(**whose)
        services.receive_return(lines=[LineQuantity(line_id, 2)], **whose)

        answers = at_once(
            5, lambda _: services.inspect_return(lines=[InspectedLine(line_id=line_id, accepted=2, sellable=2)], decision="", **whose)
        )
        drain()

        assert all(isinstance(answer, Stale | ReturnStateForbids) for answer in answers if isinstance(answer, Exception)), answers
        assert payment_queries.get_payment(delivered.payment_id).refunded == Money(4000, "EUR")
        assert available(mug) == 9
        assert queries.get_return(made.id).state == "refunded"
        assert_books_agree()

    def test_a_crash_after_the_inspection_is_finished_by_its_event(self, mug, delivered, drain):
        (made,) = self.request(delivered, 1, key="k")
        whose = {"return_id": made.id, "vendor_id": made.vendor_id, "actor": VENDOR_ACTOR, "now": clock.now()}
        services.approve_return(**whose)
        received = services.receive_return(lines=[LineQuantity(delivered.lines[0].line_id, 1)], **whose)
        inspected = [msgspec.to_builtins(msgspec.structs.replace(line, accepted=1, sellable=1)) for line in received.lines]
        states.move(states.find(made.id), ReturnState.INSPECTED, actor=VENDOR_ACTOR, now=clock.now(), lines=inspected)

        drain()

        assert queries.get_return(made.id).state == "refunded"
        assert payment_queries.get_payment(delivered.payment_id).refunded == Money(2000, "EUR")
        assert available(mug) == 8
        assert_books_agree()


def test_a_suspended_vendor_still_takes_back_and_refunds(api, mug, delivered, drain):
    """A suspension stops new sales and payouts, not what customers are owed (flows 6.2)."""
    vendor_services.suspend_vendor(vendor_id=mug.vendor_id, reason="Complaints", actor=STAFF_ACTOR, now=clock.now())
    item = ask(api, delivered)
    act(api, item, "approve")

    done = taken_back(api, item, 1, sellable=1)
    refund = {"amount": {"minor": 100, "currency": "EUR"}, "reason": "goodwill"}
    path = f"vendor/orders/{delivered.id}/refunds"
    answer = api.post(path, refund, token=vendor_token(mug.vendor_id, "owner"))
    drain()

    assert (done["state"], answer.status_code) == ("refunded", 200), answer.content
    assert payment_queries.get_payment(delivered.payment_id).refunded == Money(2100, "EUR")
    assert_books_agree()


def test_every_path_through_the_table_ends():
    """No state but an end is without a move, and only parts that arrive one after the other stay where they are."""
    sources = {move.source for move in states.MOVES}

    assert set(ReturnState) - sources == set(ENDED)
    order = list(ReturnState)
    assert {(move.source, move.target) for move in states.MOVES if order.index(move.target) <= order.index(move.source)} == {
        (ReturnState.PARTLY_RECEIVED, ReturnState.PARTLY_RECEIVED)
    }
