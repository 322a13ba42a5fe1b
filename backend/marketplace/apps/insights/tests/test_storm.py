"""Everything at once, in threads: whatever order customers, vendors, staff, banks and the relay act in, the books agree afterwards."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from random import Random
from threading import Barrier

import httpx
import pytest
from django.db import connections

from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.types import Cart
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.services import steps
from marketplace.apps.checkout.services.recovery import recover_checkouts
from marketplace.apps.checkout.types import SOLD, CheckoutState, PaymentChoice
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.tests.factories import CARD, CASH, make_cart, make_listing, place, reload
from marketplace.apps.orders.types import LineQuantity, VendorOrder
from marketplace.apps.payments import providers
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.services.refunds import record_refund
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.tests.factories import FINANCE
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import add_payout_account
from marketplace.foundation import tenancy
from marketplace.foundation.events.models import OutboxEvent
from marketplace.foundation.relay import relay
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

THREADS, ACTS_EACH = 6, 60
ON_PAGE = PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
LONG_AFTER = NOW + timedelta(days=4000)  # what subscribers book is dated by the real clock
FINANCES = {"reason": "storm", "actor": FINANCE}
CALM = IndexError, MarketplaceError, httpx.HTTPStatusError  # nothing to choose from; refused; refused by the provider


class Storm:
    """One thread's acts, each on whatever there is by then. A refusal is an answer; anything else that is raised fails the test."""

    def __init__(self, seed: int, carts: list[Cart], vendor_ids: list[str], sandbox: Sandbox) -> None:
        self.random, self.carts, self.vendor_ids, self.sandbox = Random(seed), carts, vendor_ids, sandbox
        often = [self.place, self.pay, self.cancel_part, self.ship, self.deliver, self.drain] * 3
        self.acts = [*often, self.cancel_order, self.dispute, self.refund_at_provider, self.run, self.mark, self.suspend, self.expire]

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.random.randint(0, 40 * 86_400))

    def act(self) -> None:
        act: Callable[[], None] = self.random.choice(self.acts)
        with suppress(*CALM):
            act()

    def place(self) -> None:
        email = self.random.choice(["noor@customer.example", "other@customer.example"])
        cart = cart_services.with_choices(reload(self.random.choice(self.carts)), {"email": email})
        place(cart, payment=self.random.choice([CARD, CASH, ON_PAGE]))

    def pay(self) -> None:
        payment = self.random.choice(Payment.objects.exclude(action=None))
        self.sandbox.pay(payment.action["url"])
        payment_services.refresh_payment(payment_id=payment.id, now=self.now)

    def cancel_order(self) -> None:
        order = queries.get_any_order(self.random.choice(Checkout.objects.all()).order_id)
        facts = {"reason": "", "by": "customer", "request_key": self.key(), "now": self.now}
        checkout_services.cancel_order_lines(order=order, lines=queries.unsent_lines(order), **facts)

    def cancel_part(self) -> None:
        part = self.part()
        facts = {"reason": "", "by": "vendor", "request_key": self.key(), "now": self.now}
        services.cancel_vendor_order_lines(vendor_id=part.vendor_id, vendor_order_id=part.id, lines=[self.units(part)], **facts)

    def ship(self) -> None:
        part = self.part()
        facts = {"carrier": "c", "tracking_number": "", "tracking_url": "", "request_key": self.key(), "now": self.now}
        services.ship(vendor_id=part.vendor_id, vendor_order_id=part.id, lines=[self.units(part)], **facts)

    def deliver(self) -> None:
        part = self.part()
        parcel = self.random.choice(part.shipments)
        services.deliver(vendor_id=part.vendor_id, vendor_order_id=part.id, shipment_id=parcel.id, now=self.now)

    def dispute(self) -> None:
        payment = self.captured()
        amount = Money(self.random.randint(1, payment.amount_minor), payment.currency)
        state, reference = self.random.choice(list(DisputeState)), payment.provider_reference
        outcome = ProviderDispute(reference=f"dp_{payment.id}", payment_reference=reference, amount=amount, state=state)
        record_dispute(payment_id=payment.id, outcome=outcome, now=self.now)

    def refund_at_provider(self) -> None:
        payment, amount = self.captured(), {"minor": self.random.randint(1, 2000), "currency": "EUR"}
        made = self.sandbox.control(f"/v1/test/payments/{payment.provider_reference}/refund", {"amount": amount})
        record_refund(
            payment_id=payment.id,
            outcome=providers.get("sandbox").read_refund(made["id"], payment_reference=payment.provider_reference),
            now=self.now,
        )

    def run(self) -> None:
        now = self.random.choice([self.now, LONG_AFTER])
        run = payout_services.preview_run(currency="EUR", actor=FINANCE, now=now)
        payout_services.approve_run(run_id=run.id, now=now, **FINANCES)
        self.random.choice([payout_services.pay_run, payout_services.cancel_run])(run_id=run.id, now=now, **FINANCES)

    def mark(self) -> None:
        payout = self.random.choice(VendorPayout.objects.all())
        facts = {"payout_id": payout.id, "now": self.now, **FINANCES}
        attempt = self.random.choice([payout.attempts, max(payout.attempts - 1, 1)])
        payout_services.mark_paid(bank_reference=self.key(), attempt=attempt, **facts)
        marks = [partial(mark, attempt=attempt) for mark in (payout_services.mark_failed, payout_services.mark_returned)]
        self.random.choice([*marks, payout_services.cancel_payout])(**facts)

    def suspend(self) -> None:
        facts = {"vendor_id": self.random.choice(self.vendor_ids), "reason": "storm", "actor": STAFF_ACTOR, "now": self.now}
        with suppress(MarketplaceError):
            vendor_services.suspend_vendor(**facts)
        vendor_services.reinstate_vendor(**facts)

    def expire(self) -> None:
        checkout, late = self.random.choice(Checkout.objects.all()), NOW + timedelta(minutes=31)
        steps.stop(checkout, self.random.choice([CheckoutState.EXPIRED, CheckoutState.CANCELED]), now=late)

    def drain(self) -> None:
        relay.drain(now=self.now)

    def part(self) -> VendorOrder:
        order = queries.get_any_order(self.random.choice(Checkout.objects.all()).order_id)
        return self.random.choice(queries.vendor_orders_of(order))

    def units(self, part: VendorOrder) -> LineQuantity:
        line = self.random.choice([line for line in part.lines if line.unsent])
        return LineQuantity(line.line_id, self.random.randint(1, line.unsent))

    def captured(self) -> Payment:
        return self.random.choice(Payment.objects.filter(provider="sandbox", captured_minor__gt=0))

    def key(self) -> str:
        return str(self.random.randint(1, 3))


@pytest.mark.parametrize("seed", range(3))
def test_the_books_agree_after_everything_at_once(seed, eu, sandbox, drain):
    products = [make_listing(price_minor=price, shipping_minor=price // 7, stock=40) for price in (1999, 3333, 10_001)]
    for product in products:
        add_payout_account(product.vendor_id)
    random = Random(seed)
    carts = [make_cart(*[(product, random.randint(1, 3)) for product in random.sample(products, random.randint(1, 3))]) for _ in range(16)]
    start = Barrier(THREADS)

    def blow(number: int) -> None:
        storm = Storm(seed * THREADS + number, carts, [product.vendor_id for product in products], sandbox)
        start.wait()
        for _ in range(ACTS_EACH):
            with tenancy.scope(eu):
                storm.act()
        connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(blow, range(THREADS)))
    calm_down(drain)

    report = insight_queries.check_books(now=LONG_AFTER)
    assert report.is_clean, report
    assert not OutboxEvent.objects.filter(delivered_at=None).exists()
    assert authorized_of("authorized", "succeeded") == set(Checkout.objects.filter(state__in=SOLD).values_list("payment_id", flat=True))


def calm_down(drain: Callable[..., None]) -> None:
    """What beat, worker and relay do until nothing is left to do."""
    for day in range(3):
        drain(LONG_AFTER + timedelta(days=day))
    recover_checkouts(now=LONG_AFTER)
    for day in range(3, 6):
        drain(LONG_AFTER + timedelta(days=day))


def authorized_of(*states: str) -> set[str]:
    """The payments that an order relies on: paid or to be collected, and not refunded because they came too late."""
    late = Checkout.objects.filter(state="refunded").values_list("payment_id", flat=True)
    return set(Payment.objects.filter(state__in=states).exclude(pk__in=list(late)).values_list("id", flat=True))
