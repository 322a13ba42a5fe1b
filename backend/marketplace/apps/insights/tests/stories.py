"""
Random stories of money: an order of two vendors, paid in one of several ways, and what people, banks and the provider make of it. What is
refused is a part of the story.

Vendors, products and the database are made once for many stories (``World``); a story alone has its order, its customer and its prices.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import msgspec
from hypothesis import strategies as st

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.carts.documents import CARTS
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.types import Product, ProductChanges, VariantInput
from marketplace.apps.checkout.queries import Progress, get_checkout_of_order
from marketplace.apps.checkout.tests.two_vendors import suspend
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.credit.queries import store_credit_id
from marketplace.apps.credit.tests.factories import give_card, order_of
from marketplace.apps.insights.types import Difference
from marketplace.apps.invoices.tests.invoicing import make_seller
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import CARD, deliver_all, make_cart, make_listing, place, send_parcel, total_of
from marketplace.apps.orders.types import LineQuantity, Order, RefundedLine, RefundReason, RefundRequest, UnsoldPart, VendorOrder
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.models import Method, Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.queries import methods
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.tests.sandbox import Sandbox, Webhook
from marketplace.apps.payments.tests.shapes import AuthorizingShape
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.tests.factories import FINANCE
from marketplace.apps.returns import services as return_services
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.types import InspectedLine, ReturnState
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, add_payout_account
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import PROMPT
from marketplace.foundation.relay import relay
from marketplace.kit.errors import MarketplaceError
from marketplace.kit.money import Money, total

CURRENCIES = ["EUR", "JPY", "KWD", "NGN"]
LATER = timedelta(days=4000)  # what subscribers book is dated by the real clock
ACTS = ["cancel", "ship", "deliver", "refund_amount", "refund_units", "refund_shipping", "ask_back", "handle", "payout", "bank", "drain"]
ACTS += ["dispute", "dispute", "tell"]
DELIVERY_MINOR = (0, 1, 333, 495, 2_000, 9_999)
# An act, on which vendor's part, how much of what is there in percent, and whether it is done a second time with the same key.
STEPS = st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(1, 100), st.booleans())
PERCENT = st.sampled_from([0, 0, 1, 35, 99, 100])  # of the order that a gift card pays
PRICES = st.integers(1, 10**6)
# By a card at once or on the provider's page; authorized and captured whole, or without the part of a vendor who may not sell by then.
PAYINGS = ["card", "card", "page", "held", "partly"]
STORIES = st.tuples(PRICES, PRICES, st.integers(0, len(DELIVERY_MINOR) - 1), PERCENT, st.lists(STEPS, min_size=4, max_size=12))
REFUSED = (MarketplaceError, httpx.HTTPStatusError)  # by us; by the provider


def drain() -> None:
    """Let all arrive that moves money; files and the search index are for others to try."""
    relay.drain(now=clock.now(), queues=(PROMPT,))


class World:
    """Two vendors who sell in one currency, and what the stories so far have left on their accounts."""

    def __init__(self, currency: str, sandbox: Sandbox, shape: AuthorizingShape | None = None) -> None:
        self.currency, self.sandbox, self.shape = currency, sandbox, shape
        if shape is not None:  # a table with a row of its own has no other by itself
            about = {"code": CARD.method, "provider": "sandbox", "kind": "card", "name": "card", "updated_at": clock.now()}
            Method.objects.create(id="pmr_sandbox", position=2, **about)
            methods.forget()
        self.products = [make_listing(shipping_minor=DELIVERY_MINOR[0], stock=1_000_000) for _ in range(2)]
        self.deliveries = [
            [make_shipping_method(product.vendor_id, price_minor=minor).id for minor in DELIVERY_MINOR] for product in self.products
        ]
        for product in self.products:
            add_payout_account(product.vendor_id, currency=currency)
            make_seller(product.vendor_id)
        self.earned: Counter[str] = Counter()  # minor units by vendor, before payouts
        self.differences: set[Difference] = set()  # that a story which failed has left in the books

    def priced(self, place: int, minor: int) -> Product:
        """A vendor's product, at this price from now on."""
        known = self.products[place]
        product = catalog_queries.get_product(known.vendor_id, known.id)
        (variant,) = product.variants
        changed = VariantInput(id=variant.id, sku=variant.sku, prices=[Money(minor, self.currency)], weight_g=variant.weight_g)
        about = {"vendor_id": product.vendor_id, "product_id": product.id, "etag": product.etag, "now": clock.now()}
        return catalog_services.edit_product(changes=ProductChanges(variants=[changed]), **about)


class Story:
    """One order of two vendors, and what becomes of it."""

    def __init__(self, world: World, prices: tuple[int, int], delivery: int, credit_percent: int, *, paying: str = "card") -> None:
        self.world, self.currency, self.number = world, world.currency, 0
        self.heard: list[Webhook] = []
        products = [world.priced(place, minor) for place, minor in enumerate(prices)]
        self.customer_id = make_customer().id
        cart = make_cart((products[0], 3), (products[1], 2), customer_id=self.customer_id, now=clock.now())
        cart.shipping_choices = {product.vendor_id: world.deliveries[at][delivery] for at, product in enumerate(products)}
        self.credit = Money(total_of(cart).minor * credit_percent // 100, self.currency)  # on a gift card
        if self.credit:
            cart.gift_cards = [str(give_card(self.credit.minor).credit_id)]
        cart = CARTS.replace(cart, etag=cart.etag)
        done = place(cart, payment=_choice(paying), now=clock.now())
        self.payment_id, self.provider = done.payment.id, done.payment.provider
        self._pay(done, paying)
        self.order: Order = order_of(done)

    def _pay(self, done: Progress, paying: str) -> None:
        if done.payment.action is None:  # by the card, or by the gift card alone
            return
        if paying == "page":
            self.world.sandbox.pay(done.payment.action.url)
            self.tell_all()
            return
        assert self.world.shape is not None
        self.world.shape.approve(self.reference)
        payment_services.refresh_payment(payment_id=self.payment_id, now=clock.now())
        if paying == "held":
            drain()
            return
        other = self.world.products[1]
        suspend(other)
        drain()
        vendor_services.reinstate_vendor(vendor_id=other.vendor_id, reason="Mended", actor=STAFF_ACTOR, now=clock.now())

    @property
    def reference(self) -> str:
        """The provider's name of the payment."""
        return str(Payment.objects.get(pk=self.payment_id).provider_reference)

    def go(self, act: str, which: int, percent: int, is_twice: bool) -> None:
        self.number += 1
        for _ in range(1 + is_twice):
            with suppress(*REFUSED):
                getattr(self, act)(which, percent)

    def end(self) -> None:
        """All that is under way arrives; of webhooks the last is the first."""
        self.hear()
        self.heard.reverse()
        self.tell_all()

    @property
    def unsold(self) -> Sequence[UnsoldPart]:
        """What was not sold with the others."""
        return get_checkout_of_order(self.order.id).unsold_parts

    @property
    def parts(self) -> list[VendorOrder]:
        """Of the vendors whose products were sold."""
        return order_queries.vendor_orders_of(order_queries.get_any_order(self.order.id))

    def part(self, which: int) -> VendorOrder:
        parts = {part.vendor_id: part for part in self.parts}
        return parts.get(self.world.products[which].vendor_id) or next(iter(parts.values()))

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
        sent = VendorPayout.objects.filter(vendor_id=self.world.products[which].vendor_id)
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
        payment = payment_queries.get_payment(self.payment_id)
        left = payment.captured - payment.refunded
        is_open = bool(payment_queries.list_disputes(self.payment_id))
        state = (DisputeState.WON if percent % 2 else DisputeState.LOST) if is_open else DisputeState.OPEN
        amount = Money(_share(left.minor, percent), self.currency)
        if self.provider == "sandbox":
            body = {"outcome": state.value, **({} if is_open else {"amount": msgspec.to_builtins(amount)})}
            self.world.sandbox.control(f"/v1/test/payments/{self.reference}/dispute", body)
            self.hear()
            self.receive([webhook for webhook in self.heard if webhook.content["type"].startswith("dispute")])
        elif left:
            known = payment_queries.list_disputes(self.payment_id)
            amount = known[0].amount if known else amount
            about = {"reference": f"dp_{self.payment_id}", "payment_reference": self.reference, "reason": ""}
            record_dispute(payment_id=self.payment_id, outcome=ProviderDispute(amount=amount, state=state, **about), now=clock.now())
        drain()

    def tell(self, which: int, percent: int) -> None:
        """One webhook of those that the provider has sent, in any order, comes to us, now or once more."""
        self.hear()
        if self.heard:
            self.receive([self.heard[(len(self.heard) - 1) * percent // 100]])

    def tell_all(self) -> None:
        self.hear()
        self.receive(self.heard)
        drain()

    def hear(self) -> None:
        """Take what the sandbox has sent about this payment."""
        if self.provider != "sandbox":
            return
        self.world.sandbox.control("/v1/test/webhooks/flush")
        caught, names = self.world.sandbox.catcher.caught, {self.payment_id, self.reference}
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
    def credits(self) -> set[str]:
        """The accounts of the gift card and of the customer's store credit."""
        own = store_credit_id(self.customer_id, self.currency)
        return {f"credit:{item}" for item in (own, *(tender.reference for tender in self.order.quote.tenders))}

    def drain(self, which: int, percent: int) -> None:
        drain()


def _choice(paying: str) -> PaymentChoice:
    if paying == "card":
        return CARD
    if paying == "page":
        return PaymentChoice(method="sandbox_card", return_url="https://shop.example/back")
    return PaymentChoice(method="stripe_manual")


def _share(whole: int, percent: int) -> int:
    return max(whole * percent // 100, 1)


def earned_by(part: VendorOrder) -> int:
    """
    What a vendor should have of its part before payouts, in minor units: from the document alone, by arithmetic alone. What disputes hold
    of it is read from the books, whose sum is held against the provider's by ``payment_booked``.
    """
    currency = part.total.currency
    zero = Money.zero(currency)
    fees = total((line.commission.fee + line.commission.vat for line in part.lines), currency)
    earned = part.shipping + total((line.total for line in part.lines), currency) - fees
    for reversal in part.reversals:
        returned = zero if reversal.keeps_commission else total((line.fee + line.fee_vat for line in reversal.lines), currency)
        earned -= reversal.due - reversal.fees - returned + (reversal.provider_fee or zero)
    rows = FinancialTransaction.objects.filter(type="dispute", vendor_order_id=part.id).values_list("source", "destination", "amount_minor")
    account = f"vendor:{part.vendor_id}"
    return earned.minor + sum(minor * ((destination == account) - (source == account)) for source, destination, minor in rows)


def sent_to(vendor_id: str) -> int:
    """What payouts have sent to a vendor and its bank has not returned, in minor units."""
    return sum(VendorPayout.objects.filter(vendor_id=vendor_id, state__in=("paying", "paid")).values_list("amount_minor", flat=True))
