"""From the request to the refund: who may, when, how much, and that books and stock agree at each end."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_listing, make_order, part_of
from marketplace.apps.orders.types import LineQuantity, RefundedLine, RefundReason, RefundRequest
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payouts import queries as payout_queries
from marketplace.apps.payouts.models import Hold
from marketplace.apps.payouts.tests.factories import a_run, payout_of
from marketplace.apps.returns import queries, services
from marketplace.apps.returns.errors import NotReturnable, ReturnStateForbids
from marketplace.apps.returns.models import Return, ReturnPhoto
from marketplace.apps.returns.services import states
from marketplace.apps.returns.types import ENDED, InspectedLine, ReturnState
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, add_payout_account, make_vendor, vendor_token
from marketplace.foundation import clock, tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.actors import SYSTEM
from marketplace.kit.errors import Stale
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]

LONG_AFTER = NOW + timedelta(days=3650)  # what subscribers book is dated by the real clock
PNG = b"\x89PNG\r\n\x1a\n" + b"a photo"


def balance(account: str) -> int:
    return ledger_queries.get_balance(account, "EUR").minor


def available(product) -> int:
    variant_id = product.variants[0].id
    return inventory_queries.find_variants([variant_id])[variant_id].available


def assert_books_agree() -> None:
    report = insight_queries.check_books(now=LONG_AFTER)
    assert report.is_clean, report


@pytest.fixture
def mug():
    return make_listing(price_minor=2000, shipping_minor=500, stock=10)


@pytest.fixture
def delivered(mug, drain):
    """Three mugs of 20.00 with 5.00 of shipping, delivered by now."""
    part = deliver_all(part_of(make_order((mug, 3), now=clock.now()), mug), now=clock.now())
    drain()
    return part


def guest(part):
    return {"Order-Token": order_services.order_token(part.order_id)}


def ask(api, part, quantity=1, *, reason="damaged", status=201, headers=None, **options):
    body = {"lines": [{"line_id": part.lines[0].line_id, "quantity": quantity}], "reason": reason}
    answer = api.post(f"store/orders/{part.order_id}/returns", {**body, **options}, headers=headers or guest(part))
    assert answer.status_code == status, answer.content
    return answer.json()["returns"][0] if status == 201 else answer.json()


def act(api, item, what, body=None, *, status=200, token=None, side="vendor", **options):
    token = token or (vendor_token(item["vendor_id"], "owner") if side == "vendor" else staff_token("support"))
    answer = api.post(f"{side}/returns/{item['id']}/{what}", body, token=token, **options)
    assert answer.status_code == status, answer.content
    return answer.json()


def lines(item, **counts):
    return {"lines": [{"line_id": item["lines"][0]["line_id"], **counts}]}


def taken_back(api, item, quantity, *, sellable, accepted=None, decision="", **options):
    """Received and inspected."""
    act(api, item, "receive", lines(item, quantity=quantity), **options)
    accepted = quantity if accepted is None else accepted
    return act(api, item, "inspect", {**lines(item, accepted=accepted, sellable=sellable), "decision": decision}, **options)


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
        assert order.parts[0].refunds[0].cause == "return"
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


class TestOtherSides:
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
            services.erase_customer(customer_id=customer.id)

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


def test_every_path_through_the_table_ends():
    """No state but an end is without a move, and only parts that arrive one after the other stay where they are."""
    sources = {move.source for move in states.MOVES}

    assert set(ReturnState) - sources == set(ENDED)
    order = list(ReturnState)
    assert {(move.source, move.target) for move in states.MOVES if order.index(move.target) <= order.index(move.source)} == {
        (ReturnState.PARTLY_RECEIVED, ReturnState.PARTLY_RECEIVED)
    }
