"""
Random stories of orders, cancellations, refunds, returns and payouts, in any order and partly repeated, in currencies of zero, two and
three digits, partly paid by a gift card: after each the books agree, also with the invoices and credit notes, and every vendor's balance,
and what the card and the customer's store credit have, is explained by what the documents say.

``MONEY_STORIES`` in the environment says how many stories of each currency are made up.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.carts.documents import CARTS
from marketplace.apps.credit.queries import store_credit_id
from marketplace.apps.credit.tests.factories import give_card, order_of
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.invoices import services as invoice_services
from marketplace.apps.invoices.tests.invoicing import make_seller
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import deliver_all, make_cart, make_listing, place, send_parcel, total_of
from marketplace.apps.orders.types import LineQuantity, Order, RefundedLine, RefundReason, RefundRequest, VendorOrder
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.tests.factories import FINANCE
from marketplace.apps.returns import services as return_services
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.types import InspectedLine, ReturnState
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, add_payout_account
from marketplace.foundation import clock, tenancy
from marketplace.foundation.relay import relay
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.money import Money, total

pytestmark = [pytest.mark.django_db(transaction=True)]

CURRENCIES = ["EUR", "JPY", "KWD", "NGN"]
LATER = timedelta(days=4000)  # what subscribers book is dated by the real clock
ACTS = ["cancel", "ship", "deliver", "refund_amount", "refund_units", "refund_shipping", "ask_back", "handle", "payout", "bank", "drain"]
# An act, on which vendor's part, how much of what is there in percent, and whether it is done a second time with the same key.
STEPS = st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(1, 100), st.booleans())
PERCENT = st.sampled_from([0, 0, 1, 35, 99, 100])  # of the order that a gift card pays
STORIES = st.tuples(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 10**4), PERCENT, st.lists(STEPS, min_size=4, max_size=12))


class Story:
    """One order of two vendors, and what becomes of it. What is refused is a part of the story."""

    def __init__(self, currency: str, prices: tuple[int, int], shipping: int, credit_percent: int) -> None:
        self.currency = currency
        self.products = [make_listing(price_minor=price, shipping_minor=shipping, stock=20) for price in prices]
        for product in self.products:
            add_payout_account(product.vendor_id, currency=currency)
            make_seller(product.vendor_id)
        self.customer_id = make_customer().id
        cart = make_cart((self.products[0], 3), (self.products[1], 2), customer_id=self.customer_id, now=clock.now())
        self.credit_minor = total_of(cart).minor * credit_percent // 100
        if self.credit_minor:
            cart.gift_cards = [str(give_card(self.credit_minor).credit_id)]
            cart = CARTS.replace(cart, etag=cart.etag)
        self.order: Order = order_of(place(cart, now=clock.now()))
        self.number = 0

    def go(self, act: str, which: int, percent: int, is_twice: bool) -> None:
        self.number += 1
        for _ in range(1 + is_twice):
            with suppress(MarketplaceError):
                getattr(self, act)(which, percent)

    def part(self, which: int) -> VendorOrder:
        product = self.products[which]
        known = next(part for part in self.order.parts if part.vendor_id == product.vendor_id)
        return order_queries.get_vendor_order(known.vendor_id, known.vendor_order_id)

    @property
    def key(self) -> str:
        return f"k{self.number}"

    def cancel(self, which: int, percent: int) -> None:
        part = self.part(which)
        lines = [LineQuantity(part.lines[0].line_id, _share(part.lines[0].quantity, percent))]
        about: dict[str, Any] = {"reason": "", "by": "vendor", "request_key": self.key, "now": clock.now()}
        order_services.cancel_vendor_order_lines(vendor_id=part.vendor_id, vendor_order_id=part.id, lines=lines, **about)

    def ship(self, which: int, percent: int) -> None:
        part = self.part(which)
        send_parcel(part, _share(part.lines[0].quantity, percent), key=self.key, now=clock.now())

    def deliver(self, which: int, percent: int) -> None:
        part = self.part(which)
        waiting = [item for item in part.shipments if item.delivered_at is None and item.failure is None]
        if not waiting:
            deliver_all(part, now=clock.now())
        for item in waiting:
            order_services.deliver(vendor_id=part.vendor_id, vendor_order_id=part.id, shipment_id=item.id, now=clock.now())

    def refund_amount(self, which: int, percent: int) -> None:
        self._refund(which, RefundRequest(amount=Money(_share(self.part(which).total.minor, percent), self.currency)), percent)

    def refund_units(self, which: int, percent: int) -> None:
        line = self.part(which).lines[0]
        wanted = RefundedLine(line_id=line.line_id, quantity=_share(line.quantity, percent))
        self._refund(which, RefundRequest(lines=(wanted,)), percent)

    def refund_shipping(self, which: int, percent: int) -> None:
        self._refund(which, RefundRequest(shipping=Money(_share(self.part(which).shipping.minor, percent), self.currency)), percent)

    def _refund(self, which: int, wanted: RefundRequest, percent: int) -> None:
        part = self.part(which)
        wanted = msgspec.structs.replace(wanted, as_store_credit=percent % 4 == 1)  # by staff, as odd ones are
        order_services.refund_sale(
            vendor_id=part.vendor_id,
            vendor_order_id=part.id,
            wanted=wanted,
            reason=list(RefundReason)[percent % len(RefundReason)],
            note="",
            by="staff" if percent % 2 else "vendor",
            actor=VENDOR_ACTOR,
            request_key=self.key,
            now=clock.now(),
        )

    def ask_back(self, which: int, percent: int) -> None:
        part = self.part(which)
        return_services.request_returns(
            order=order_queries.get_any_order(self.order.id),
            lines=[LineQuantity(part.lines[0].line_id, _share(part.lines[0].quantity, percent))],
            reason=[RefundReason.WITHDRAWAL, RefundReason.DAMAGED, RefundReason.OTHER][percent % 3],
            comment="",
            as_store_credit=percent % 5 == 0,
            actor=VENDOR_ACTOR,
            request_key=self.key,
            now=clock.now(),
        )

    def handle(self, which: int, percent: int) -> None:
        """The next step of each open return."""
        for row in Return.objects.filter(order_id=self.order.id).order_by("id"):
            whose: dict[str, Any] = {"return_id": row.id, "actor": VENDOR_ACTOR, "now": clock.now()}
            match row.state:
                case ReturnState.REQUESTED:
                    return_services.approve_return(**whose)
                case ReturnState.APPROVED:
                    counts = [LineQuantity(line.line_id, _share(line.quantity, percent)) for line in row.units]
                    return_services.receive_return(lines=counts, **whose)
                case ReturnState.PARTLY_RECEIVED | ReturnState.RECEIVED:
                    units = [
                        InspectedLine(line_id=line.line_id, accepted=line.received, sellable=line.received * percent // 100)
                        for line in row.units
                    ]
                    return_services.inspect_return(lines=units, decision="", **whose)

    def payout(self, which: int, percent: int) -> None:
        now = clock.now() + LATER
        about = {"reason": "x", "actor": FINANCE, "now": now}
        run = payout_services.preview_run(currency=self.currency, actor=FINANCE, now=now)
        payout_services.approve_run(run_id=run.id, **about)
        end: Callable[..., object] = payout_services.cancel_run if percent < 20 else payout_services.pay_run
        end(run_id=run.id, **about)

    def bank(self, which: int, percent: int) -> None:
        for payout in VendorPayout.objects.filter(vendor_id=self.products[which].vendor_id).order_by("-id")[:1]:
            about = {"payout_id": payout.id, "actor": FINANCE, "reason": "x", "now": clock.now() + LATER}
            if percent < 50:
                payout_services.mark_paid(attempt=payout.attempts, bank_reference="", **about)
            elif percent < 75:
                payout_services.mark_failed(attempt=payout.attempts, **about)
            else:
                payout_services.mark_returned(attempt=payout.attempts, **about)

    @property
    def credits(self) -> set[str]:
        """The accounts of the gift card and of the customer's store credit."""
        own = store_credit_id(self.customer_id, self.currency)
        return {f"credit:{item}" for item in (own, *(tender.reference for tender in self.order.quote.tenders))}

    def drain(self, which: int, percent: int) -> None:
        relay.drain(now=clock.now())


def _share(whole: int, percent: int) -> int:
    return max(whole * percent // 100, 1)


def explained(story: Story, which: int) -> int:
    """What a vendor should have, in minor units: from its documents and its payouts, by arithmetic alone."""
    part, zero = story.part(which), Money.zero(story.currency)
    fees = total((line.commission.fee + line.commission.vat for line in part.lines), story.currency)
    earned = part.shipping + total((line.total for line in part.lines), story.currency) - fees
    for reversal in part.reversals:
        returned = zero if reversal.keeps_commission else total((line.fee + line.fee_vat for line in reversal.lines), story.currency)
        earned -= reversal.due - reversal.fees - returned
    sent = VendorPayout.objects.filter(vendor_id=part.vendor_id, state__in=("paying", "paid")).values_list("amount_minor", flat=True)
    return earned.minor - sum(sent)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_books_agree_and_explain_every_vendor_after_any_story(currency, eu, sandbox):
    rules = {"refund_commission_kept_for": "goodwill,wrong_price", "payout_minimum_minor": {}}
    region = msgspec.structs.replace(
        eu, currencies=(currency,), default_currency=currency, settings={**eu.settings, **rules}
    )  # the same databases

    @settings(max_examples=int(os.environ.get("MONEY_STORIES", "3")), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(STORIES)
    def check(made_up) -> None:
        first, second, shipping, credit_percent, steps = made_up
        story = Story(currency, (first, second), shipping, credit_percent)
        for step in steps:
            story.go(*step)
        relay.drain(now=clock.now())
        invoice_services.issue_commission_invoices(now=clock.now() + LATER)

        parts = [story.part(which) for which in (0, 1)]
        payment = payment_queries.get_payment(story.order.payment_id)
        reversals = [reversal for part in parts for reversal in part.reversals]
        assert payment.refunded == total((item.to_payment for item in reversals), currency) <= payment.captured
        owed = total((item.balance for item in ledger_queries.list_balances(prefix="credit:") if item.account in story.credits), currency)
        assert owed == total((item.to_credit for item in reversals), currency)
        for which, part in enumerate(parts):
            assert ledger_queries.get_balance(f"vendor:{part.vendor_id}", currency).minor == explained(story, which)
        assert sum(item.balance.minor for item in ledger_queries.list_balances() if item.balance.currency == currency) == 0
        report = insight_queries.check_books(now=clock.now() + LATER)
        assert report.is_clean, report

    with tenancy.scope(region):
        check()
