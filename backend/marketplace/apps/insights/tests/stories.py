"""
Random stories of money: orders of a customer with two vendors, paid in one of several ways, and what people, banks and the provider make of
them, while processes die in the middle of it. What is refused is a part of the story.

Vendors, products and the database are made once for many stories (``World``); a story alone has its orders, its customer and its prices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import msgspec

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.carts import queries as cart_queries
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.types import Cart
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.checkout.queries import Progress
from marketplace.apps.checkout.services.recovery import recover_checkouts
from marketplace.apps.checkout.tests.two_vendors import suspend
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.credit import services as credit_services
from marketplace.apps.credit.models import GiftCardPurchase
from marketplace.apps.credit.queries import store_credit_id
from marketplace.apps.credit.tests.factories import buy_card, give_card
from marketplace.apps.insights.tests.dying import dying_after
from marketplace.apps.insights.tests.explaining import left_over
from marketplace.apps.insights.tests.plots import Plot
from marketplace.apps.insights.tests.world import World, drain
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import CARD, deliver_all, make_cart, reload, send_parcel, total_of
from marketplace.apps.orders.types import LineQuantity, Order, RefundedLine, RefundReason, RefundRequest, VendorOrder
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.tests.sandbox import Webhook
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.tests.factories import FINANCE
from marketplace.apps.returns import services as return_services
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.types import ExchangeState, InspectedLine, ReturnState
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR
from marketplace.foundation import clock
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.money import Money

LATER = timedelta(days=4000)  # what subscribers book is dated by the real clock
REFUSED = (MarketplaceError, httpx.HTTPStatusError)  # by us; by the provider
RELAY_PAUSE = timedelta(minutes=2)  # after which another relay takes up what one held that died


class Story:
    """An order of two vendors, and what becomes of it: other orders, too."""

    def __init__(self, world: World, plot: Plot, *, paying: str = "card") -> None:
        self.world, self.currency, self.number, self.passed = world, world.currency, 0, timedelta()
        self.heard: list[Webhook] = []
        self.payments: dict[str, str] = {}  # of orders; by provider
        self.carts: dict[int, Cart] = {}
        self.totals: dict[str, Money] = {}
        products = [world.priced(at, minor, max(minor * plot.other_percent // 100, 1)) for at, minor in enumerate(plot.prices)]
        self.customer_id = make_customer().id
        cart = make_cart((products[0], 3), (products[1], 2), customer_id=self.customer_id, now=clock.now())
        cart.shipping_choices = {product.vendor_id: world.deliveries[at][plot.delivery] for at, product in enumerate(products)}
        self.given = Money(total_of(cart).minor * plot.credit_percent // 100, self.currency)  # on a gift card
        self.cards: list[str] = []  # by their credits
        if self.given:
            self.cards.append(str(give_card(self.given.minor).credit_id))
        cart.gift_cards = [*self.cards]
        done = self._place(CARTS.replace(cart, etag=cart.etag), _choice(paying), plot.dies_after)
        self.payment_id = done.payment.id
        self._pay(done, paying)
        if plot.is_delivered:
            for part in self.parts:
                deliver_all(part, now=clock.now())
            self.drain()

    def _place(self, cart: Cart, payment: PaymentChoice, dies_after: int = 0) -> Progress:
        """An attempt that is made again has the total of the first."""
        quoted = self.totals.setdefault(cart.id, total_of(cart, now=clock.now()))
        about: dict[str, Any] = {"quoted_total": quoted, "payment": payment, "now": clock.now()}
        if dies_after:
            self.passed += RELAY_PAUSE
            with dying_after(dies_after):
                checkout_services.place_order(cart=cart, **about)
        done = checkout_services.place_order(cart=reload(cart), **about)
        self.payments[done.payment.id] = done.payment.provider
        return done

    def _pay(self, done: Progress, paying: str) -> None:
        if done.payment.action is None:  # by the card, or by the gift card alone
            return
        if paying == "page":
            self.world.sandbox.pay(done.payment.action.url)
            self.tell_all()
            return
        assert self.world.shape is not None
        self.world.shape.approve(self.reference_of(self.payment_id))
        payment_services.refresh_payment(payment_id=self.payment_id, now=clock.now())
        if paying == "held":
            self.drain()
            return
        other = self.world.products[1]
        suspend(other)
        self.drain()
        vendor_services.reinstate_vendor(vendor_id=other.vendor_id, reason="Mended", actor=STAFF_ACTOR, now=clock.now())

    def reference_of(self, payment_id: str) -> str:
        """The provider's name of a payment."""
        return str(Payment.objects.get(pk=payment_id).provider_reference)

    def go(self, act: str, which: int, percent: int, is_twice: bool, dies_after: int) -> None:
        self.number += 1
        if dies_after:
            self.passed += RELAY_PAUSE
            with dying_after(dies_after), suppress(*REFUSED):
                getattr(self, act)(which, percent)
        for _ in range(1 + is_twice):
            with suppress(*REFUSED):
                getattr(self, act)(which, percent)

    def end(self) -> None:
        """All that is under way arrives, and what died is found by those who look for it; of webhooks the last is the first."""
        self.hear()
        self.heard.reverse()
        self.tell_all()
        if self.passed:
            self.recover()
        drain(after=LATER)  # what a subscriber has failed on, once more

    def recover(self) -> None:
        """What Celery's clock starts every minute."""
        recover_checkouts(now=clock.now() + LATER)
        for payment_id in payment_queries.list_payments_to_check(now=clock.now() + LATER):
            payment_services.check_payment(payment_id=payment_id, now=clock.now() + LATER)
        for refund_id in payment_queries.list_refunds_to_try(now=clock.now() + LATER):
            payment_services.execute_refund(refund_id=refund_id, now=clock.now())
        credit_services.recover_purchases(now=clock.now() + LATER)

    @property
    def orders(self) -> list[Order]:
        """All of the customer's, also those that an exchange has placed, the oldest first."""
        return list(order_queries.iter_orders(self.customer_id))[::-1]

    @property
    def parts(self) -> list[VendorOrder]:
        """Of the vendors whose products were sold."""
        return order_queries.vendor_orders_by_ref((part.vendor_id, part.vendor_order_id) for order in self.orders for part in order.parts)

    def part(self, which: int) -> VendorOrder:
        """One of those that a vendor has, or of the other's if it has none."""
        parts = self.parts
        own = [part for part in parts if part.vendor_id == self.world.products[which % 2].vendor_id] or parts
        return own[which // 2 % len(own)]

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
        self._ask_back(self.part(which), percent)

    def exchange(self, which: int, percent: int) -> None:
        """The customer wants the other size instead."""
        part = self.part(which)
        line = part.lines[0]
        product = next(item for item in self.world.products if item.vendor_id == part.vendor_id)
        self._ask_back(part, percent, {line.line_id: next(item.id for item in product.variants if item.id != line.variant_id)})

    def _ask_back(self, part: VendorOrder, percent: int, exchanges: Mapping[str, str] | None = None) -> None:
        return_services.request_returns(
            order=order_queries.get_any_order(part.order_id),
            lines=[LineQuantity(part.lines[0].line_id, _share(part.lines[0].quantity, percent))],
            reason=[RefundReason.WITHDRAWAL, RefundReason.DAMAGED, RefundReason.OTHER][percent % 3],
            comment="",
            as_store_credit=percent % 5 == 0,
            exchanges=exchanges,
            actor=VENDOR_ACTOR,
            request_key=self.key,
            now=clock.now(),
        )

    def handle(self, which: int, percent: int) -> None:
        """The next step of each open return, or all of them."""
        for _ in range(1 + 2 * (percent % 2)):
            self._handle(percent)

    def _handle(self, percent: int) -> None:
        for row in Return.objects.filter(customer_id=self.customer_id).order_by("id"):
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

    def pay_exchange(self, which: int, percent: int) -> None:
        """The customer pays what the other size costs more."""
        for row in Return.objects.filter(customer_id=self.customer_id, exchange_state=ExchangeState.DUE):
            self._place(CARTS.get(carts_pk(self.customer_id), cart_queries.exchange_cart_id(row.id)), CARD)

    def buy_card(self, which: int, percent: int) -> None:
        buy_card(self.customer_id, percent * 100, key=f"{self.customer_id}:{self.key}", now=clock.now())

    def order_again(self, which: int, percent: int) -> None:
        """The customer spends store credit and gift cards, and pays the rest by card."""
        if self.number not in self.carts:
            product = self.world.products[which % 2]
            cart = make_cart((product, 1 + percent % 3), customer_id=self.customer_id, now=clock.now())
            cart.uses_store_credit, cart.gift_cards = True, [item.credit_id for item in self.purchases if item.credit_id]
            self.carts[self.number] = CARTS.replace(cart, etag=cart.etag)
        self._place(self.carts[self.number], CARD)

    def payout(self, which: int, percent: int) -> None:
        now = clock.now() + LATER
        about = {"reason": "x", "actor": FINANCE, "now": now}
        run = payout_services.preview_run(currency=self.currency, actor=FINANCE, now=now)
        payout_services.approve_run(run_id=run.id, **about)
        end: Callable[..., object] = payout_services.cancel_run if percent < 20 else payout_services.pay_run
        end(run_id=run.id, **about)
        for sent in VendorPayout.objects.filter(run_id=run.id, state__in=("paying", "paid")):
            assert not left_over(sent.vendor_id, self.currency, until=now), sent.id

    def bank(self, which: int, percent: int) -> None:
        sent = VendorPayout.objects.filter(vendor_id=self.world.products[which % 2].vendor_id)
        for payout in sent.order_by("-id")[:1]:
            about = {"payout_id": payout.id, "actor": FINANCE, "reason": "x", "now": clock.now() + LATER}
            if percent < 50:
                payout_services.mark_paid(attempt=payout.attempts, bank_reference="", **about)
            elif percent < 75:
                payout_services.mark_failed(attempt=payout.attempts, **about)
            else:
                payout_services.mark_returned(attempt=payout.attempts, **about)

    def dispute(self, which: int, percent: int) -> None:
        """The customer's bank takes some of the money back; asked again, it decides who keeps it."""
        payment_id, provider = list(self.payments.items())[which % len(self.payments)]
        payment, known = payment_queries.get_payment(payment_id), payment_queries.list_disputes(payment_id)
        left = payment.captured - payment.refunded
        state = (DisputeState.WON if percent % 2 else DisputeState.LOST) if known else DisputeState.OPEN
        amount = Money(_share(left.minor, percent), self.currency)
        reference = self.reference_of(payment_id)
        if provider == "sandbox":
            body = {"outcome": state.value, **({} if known else {"amount": msgspec.to_builtins(amount)})}
            self.world.sandbox.control(f"/v1/test/payments/{reference}/dispute", body)
            self.hear()
            self.receive([webhook for webhook in self.heard if webhook.content["type"].startswith("dispute")])
        elif left:
            about = {"reference": f"dp_{payment_id}", "payment_reference": reference, "reason": ""}
            found = ProviderDispute(amount=known[0].amount if known else amount, state=state, **about)
            record_dispute(payment_id=payment_id, outcome=found, now=clock.now())
        self.drain()

    def tell(self, which: int, percent: int) -> None:
        """One webhook of those that the provider has sent, in any order, comes to us, now or once more."""
        self.hear()
        if self.heard:
            self.receive([self.heard[(len(self.heard) - 1) * percent // 100]])

    def tell_all(self) -> None:
        self.hear()
        self.receive(self.heard)
        self.drain()

    def hear(self) -> None:
        """Take what the sandbox has sent about the customer's payments."""
        self.world.sandbox.control("/v1/test/webhooks/flush")
        caught = self.world.sandbox.catcher.caught
        ids = {*self.payments, *(item.payment_id for item in self.purchases)}
        names = {*ids, *Payment.objects.filter(pk__in=ids).exclude(provider_reference="").values_list("provider_reference", flat=True)}
        while not caught.empty():
            webhook = caught.get()
            data = webhook.content["data"]
            if names & {data.get("reference"), data.get("payment"), data.get("payment_reference"), data["id"]}:
                self.heard.append(webhook)

    def receive(self, webhooks: list[Webhook]) -> None:
        for webhook in webhooks:
            signed = {"Sandbox-Signature": webhook.signature}
            about = {"provider_code": "sandbox", "method": "POST", "headers": signed, "now": clock.now()}
            payment_services.receive_webhook(body=webhook.body, **about)

    @property
    def purchases(self) -> list[GiftCardPurchase]:
        """The gift cards that the customer has bought, or tries to."""
        return list(GiftCardPurchase.objects.filter(customer_id=self.customer_id).order_by("id"))

    @property
    def credits(self) -> set[str]:
        """The accounts of the gift cards and of the customer's store credit."""
        bought = [item.credit_id for item in self.purchases if item.credit_id]
        return {f"credit:{item}" for item in (store_credit_id(self.customer_id, self.currency), *self.cards, *bought)}

    def drain(self, which: int = 0, percent: int = 0) -> None:
        drain(after=self.passed)


def _choice(paying: str) -> PaymentChoice:
    if paying == "card":
        return CARD
    if paying == "page":
        return PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
    return PaymentChoice(method="stripe_manual")


def _share(whole: int, percent: int) -> int:
    return max(whole * percent // 100, 1)
