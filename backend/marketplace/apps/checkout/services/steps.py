"""
The steps from an opened checkout to a completed one, and the loop that takes them, for the request, the payment's event and recovery.

Each step finds what an earlier run of it left behind, so a crash between any two changes nothing about the end.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError

from marketplace.apps.carts import services as cart_services
from marketplace.apps.checkout.errors import PaymentDeclined
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.queries import Progress, get_checkout
from marketplace.apps.checkout.services import capturing, endings
from marketplace.apps.checkout.services.selling import CannotSell, sell_stock
from marketplace.apps.checkout.services.states import can_move, move
from marketplace.apps.checkout.types import OPEN, UNPAID, CheckoutState
from marketplace.apps.credit.errors import CreditNotAvailable
from marketplace.apps.fraud import queries as fraud_queries
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.types import Order, Purchase
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import PaymentView
from marketplace.foundation import metrics, tenancy
from marketplace.foundation.rows import StaleRow


class Run:
    """One run of the steps over a checkout, with what they have read and written so far."""

    def __init__(self, checkout: Checkout, *, number: str, now: datetime) -> None:
        self.checkout, self.now = checkout, now
        self.payment: PaymentView | None = None
        self.order: Order | None = None
        self.number = number

    def read_again(self, *, for_update: bool = False) -> bool:
        """
        Take the row as it is now; ``for_update`` locks it. Whether it still has the same payment: then what was agreed on is the same, too,
        and is not decoded again.
        """
        before = self.checkout
        self.checkout = get_checkout(before.id, for_update=for_update)
        is_same = self.checkout.payment_id == before.payment_id
        if is_same:
            self.checkout.agreed = before.agreed
        else:
            self.payment = None
        return is_same

    @property
    def purchase(self) -> Purchase:
        """What the order's documents and postings are made of."""
        checkout, agreed = self.checkout, self.checkout.agreed
        self.number = self.number or order_queries.get_order_number(checkout.order_id)
        return Purchase(
            order_id=checkout.order_id,
            number=self.number,
            owner=checkout.order_owner,
            customer_id=agreed.customer_id,
            email=agreed.email,
            language=agreed.language,
            country=agreed.country,
            shipping_address=agreed.shipping_address,
            billing_address=agreed.billing_address,
            note=agreed.note,
            quote=agreed.quote,
            commissions=agreed.commissions,
            payment_id=checkout.payment_id,
            payment_method=agreed.payment_method,
            provider=agreed.provider,
            settles_on_delivery=agreed.settles_on_delivery,
            unsold=checkout.unsold_parts,
            placed_at=checkout.opened_at,
        )


def advance(checkout: Checkout, *, number: str = "", now: datetime) -> Progress:
    """
    Take every step that can be taken now. What others do to the checkout meanwhile is found by each step.

    ``number`` is the order's, where the caller has just given it.

    :raises PaymentDeclined: if the payment turns out to be lost; the stock is free again by then
    """
    run = Run(checkout, number=number, now=now)
    while step := STEPS.get(CheckoutState(run.checkout.state)):
        try:
            if not step(run):
                break
        except StaleRow:
            run.read_again()
    payment = run.payment or payment_queries.get_payment(checkout.payment_id)
    return Progress(run.checkout, payment, run.number)


def stop(checkout: Checkout, state: CheckoutState, *, reason: str = "", now: datetime) -> bool:
    """
    End an unfinished checkout as ``state``: the payment first, so that nobody pays for what is gone. Returns whether it has ended.

    It cannot end when the money has arrived; then it is advanced instead. Nor while the provider is still working on the payment.

    :raises ProviderUnavailable: if the provider does not answer; nothing has changed
    """
    if checkout.state in OPEN and not checkout.agreed.settles_on_delivery:
        payment = payment_services.cancel_payment(payment_id=checkout.payment_id, now=now)
        if payment.is_secured:
            advance(get_checkout(checkout.id), now=now)
        if not payment.is_lost:
            return False
    return endings.end(checkout.id, state, reason=reason, of_payment=checkout.payment_id, now=now)


def ask_provider(checkout: Checkout, *, now: datetime) -> None:
    """Record the present state of a payment that a checkout waits for. :raises ProviderUnavailable: if the provider does not answer"""
    if checkout.state == CheckoutState.ORDERED:
        payment_services.refresh_payment(payment_id=checkout.payment_id, now=now)


def write_order(run: Run) -> bool:
    """Write the order document. Where the payment settles on delivery nobody is waited for: it is written once, when it is confirmed."""
    if run.checkout.agreed.settles_on_delivery:
        return pay(run)
    run.order = order_services.write_order(run.purchase, now=run.now)
    move(run.checkout, CheckoutState.ORDERED, now=run.now)
    return True


def pay(run: Run) -> bool:
    """Ask the provider for the money, and settle if it is secured. False while the customer or the provider has to act."""
    run.payment = payment_services.start_payment(payment_id=run.checkout.payment_id, now=run.now)
    if run.payment.is_authorized:
        run.payment = capturing.capture(run.checkout, run.payment, now=run.now)
    if run.payment.is_secured:
        return settle(run)
    if run.payment.is_lost:
        reason = run.payment.failure_code or run.payment.state
        if endings.end(run.checkout.id, CheckoutState.DECLINED, reason=reason, of_payment=run.payment.id, now=run.now):
            raise PaymentDeclined(failure_code=run.payment.failure_code)
        run.read_again()  # it was paid after all, or by another attempt
        return True
    return False


def settle(run: Run) -> bool:
    """
    Make money, stock and commissions final in one transaction; refund what of the payment no order can be had for any more.

    A late payment is settled if its stock can be reserved again and its cart has no other order.
    """
    refund_id = ""
    try:
        with tenancy.atomic():
            if not run.read_again(for_update=True):
                return True  # another attempt has taken the payment's place
            if can_move(run.checkout.state, CheckoutState.SETTLED) and not _is_withdrawn(run.checkout):
                refund_id = _sell(run)
            elif run.checkout.state == CheckoutState.CANCELED and not _is_withdrawn(run.checkout):
                raise CannotSell("canceled")
    except CannotSell as error:
        endings.refund(run.checkout, reason=error.reason, now=run.now)
        run.read_again()
    if refund_id:
        payment_services.execute_refund(refund_id=refund_id, now=run.now)
    return True


def take_late_payment(run: Run) -> bool:
    """Settle or refund what is paid after the checkout ended. :raises PaymentDeclined: if nothing will be paid any more"""
    run.payment = payment_queries.get_payment(run.checkout.payment_id)
    if run.payment.is_authorized:
        run.payment = capturing.capture(run.checkout, run.payment, now=run.now)
    if _is_withdrawn(run.checkout):
        raise PaymentDeclined(failure_code=run.checkout.reason)
    if run.payment.is_lost:
        raise PaymentDeclined(failure_code=run.payment.failure_code)
    return run.payment.is_secured and settle(run)


def complete(run: Run) -> bool:
    """Create the vendor orders, confirm the order, close the cart."""
    checkout, agreed = run.checkout, run.checkout.agreed
    order_services.confirm_order(run.purchase, run.order, now=run.now)
    ordered = cart_services.Ordered(
        owner=checkout.cart_owner,
        cart_id=checkout.cart_id,
        order_id=checkout.order_id,
        quantities={line.line_id: line.quantity for line in agreed.quote.lines},
        seen_at=agreed.cart_seen_at,
    )
    cart_services.close_cart(ordered=ordered, now=run.now)
    move(checkout, CheckoutState.COMPLETED, now=run.now)
    return True


# What to do next in each state, until a step returns False. A state without one is an end.
STEPS: dict[CheckoutState, Callable[[Run], bool]] = {
    CheckoutState.PREPARED: write_order,
    CheckoutState.ORDERED: pay,
    CheckoutState.SETTLED: complete,
    **dict.fromkeys(UNPAID, take_late_payment),
}


def _is_withdrawn(checkout: Checkout) -> bool:
    """Whether the payment ended with the checkout, so that it only seems to be secured: one due on delivery, or one of nothing."""
    return checkout.state in UNPAID and (checkout.agreed.settles_on_delivery or not checkout.agreed.quote.amount_due)


def _sell(run: Run) -> str:
    """
    Move on, sell the stock, book the sale and the refund of what was not sold. Returns the refund's id, to be executed; empty for none.

    The move comes first: it takes the cart's place in the index of live checkouts, which a new checkout takes before the stock, too.

    :raises CannotSell: if nothing can be sold any more, or staff took the payment for fraud; the transaction rolls back
    """
    if fraud_queries.is_blocked(run.checkout.payment_id):  # since staff blocked it, it could not be canceled at the provider any more
        raise CannotSell("canceled")
    is_late = run.checkout.state in UNPAID
    try:
        move(run.checkout, CheckoutState.SETTLED, now=run.now)
    except IntegrityError:  # the cart has another live checkout
        raise CannotSell("ordered_otherwise") from None
    sell_stock(run.checkout, is_reserved=not is_late, now=run.now)
    try:
        order_services.book_sale(run.purchase, now=run.now)
    except CreditNotAvailable:  # the payment is late, and the gift card was spent meanwhile
        raise CannotSell("credit_gone") from None
    sold = run.checkout.sold
    metrics.count_after_commit(metrics.SALES, sold.currency, amount=float(sold.decimal()))
    return endings.refund_unsold(run.checkout, now=run.now)
