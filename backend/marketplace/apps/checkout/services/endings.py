"""How a checkout ends without a sale: declined, expired, canceled or replaced before it was paid, or refunded after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.queries import get_checkout
from marketplace.apps.checkout.services.states import can_move, move
from marketplace.apps.checkout.types import OPEN, SOLD, UNPAID, CheckoutState
from marketplace.apps.credit import services as credit_services
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_ADJUSTMENTS, Posting, TransactionType, provider_account
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.types import PaymentStatus
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import PaymentView
from marketplace.foundation import tenancy
from marketplace.kit.ids import derived_id
from marketplace.kit.money import Money, total


def end(checkout_id: str, state: CheckoutState, *, reason: str, of_payment: str = "", now: datetime) -> bool:
    """
    End a checkout that was not settled as ``state``: its stock is free again. Returns whether it has ended. Safe to repeat.

    ``of_payment`` is the payment that is the reason: nothing ends if another one has taken its place.

    One that ended otherwise stays as it is, except that a cancellation counts where only the end of its payment was noticed before.
    An authorization that settles on delivery is withdrawn in the same transaction: an order that ends must not keep it, nor one that
    is settled lose it.
    """
    with tenancy.atomic():
        checkout = get_checkout(checkout_id, for_update=True)
        if of_payment not in ("", checkout.payment_id):
            return False
        if can_move(checkout.state, state):
            if checkout.state in OPEN:
                _release(checkout, now=now)
            move(checkout, state, reason=reason, now=now)
    return checkout.state not in SOLD


def refund(checkout: Checkout, *, reason: str, now: datetime) -> None:
    """
    Return a payment that no order can be had for: free the stock and book receipt and return in one transaction, then refund it.

    ``reason`` is what the customer reads: ``out_of_stock``, ``ordered_otherwise`` (the cart became another order), ``canceled``,
    ``credit_gone`` or ``vendor_not_selling``. Does nothing to a checkout that was settled or refunded in the meantime. Where nothing was
    paid (it is due on delivery, or there was nothing to pay), the checkout ends as declined.
    """
    agreed = checkout.agreed
    if agreed.settles_on_delivery or not agreed.quote.amount_due:
        end(checkout.id, CheckoutState.DECLINED, reason=reason, now=now)
        return
    with tenancy.atomic():
        row = get_checkout(checkout.id, for_update=True)
        if not can_move(row.state, CheckoutState.REFUNDED):
            return
        payment = payment_queries.get_payment(row.payment_id)
        refund_id = _return(payment, row.to_pay, cause="late", reason="late_payment", now=now)
        _free(row, now=now)
        move(row, CheckoutState.REFUNDED, reason=reason, now=now)
    payment_services.execute_refund(refund_id=refund_id, now=now)


def refund_unsold(checkout: Checkout, *, now: datetime) -> str:
    """
    Book receipt and return of what was paid for the unsold parts, in the transaction that settles the rest.

    Returns the refund's id, for the caller to execute after the commit; empty if nothing goes back.
    """
    amount = total((item.refund for item in checkout.unsold_parts), checkout.agreed.quote.currency)
    if not amount:
        return ""
    return _return(payment_queries.get_payment(checkout.payment_id), amount, cause="unsold", reason="not_sold", now=now)


def return_superseded(payment_id: str, *, now: datetime) -> None:
    """Return what was paid by an attempt whose place another one had taken: book receipt and return, and refund it. Safe to repeat."""
    payment = payment_queries.get_payment(payment_id)
    with tenancy.atomic():
        refund_id = _return(payment, payment.captured, cause="superseded", reason="paid_otherwise", now=now)
    payment_services.execute_refund(refund_id=refund_id, now=now)


def close_order(checkout_id: str, *, now: datetime) -> None:
    """Write into the order's document how its checkout ended. Safe to repeat: the request and the event of the end both call it."""
    checkout = get_checkout(checkout_id)
    if checkout.state not in (*UNPAID, CheckoutState.REFUNDED):
        return
    payment = payment_queries.get_payment(checkout.payment_id) if checkout.state == CheckoutState.REFUNDED else None
    order_services.close_order(
        owner=checkout.order_owner,
        order_id=checkout.order_id,
        status=PaymentStatus(checkout.state),
        reason=checkout.reason or checkout.state,
        paid=payment.captured if payment else None,
        paid_at=payment.captured_at if payment else None,
        now=now,
    )


def _release(checkout: Checkout, *, now: datetime) -> None:
    if checkout.agreed.settles_on_delivery:
        payment_services.void_authorization(payment_id=checkout.payment_id, now=now)
    _free(checkout, now=now)


def _free(checkout: Checkout, *, now: datetime) -> None:
    """The stock, and what was reserved of gift cards and store credit."""
    inventory_services.release(owner_id=checkout.order_id, now=now)
    if checkout.agreed.quote.tenders:
        credit_services.release(order_id=checkout.order_id, now=now)


def _return(payment: PaymentView, amount: Money, *, cause: str, reason: str, now: datetime) -> str:
    """Request the refund of ``amount``, and book it in from the provider and back, past the vendors, who sold nothing for it. Its id."""
    refund_id = derived_id("rfd", payment.id, cause, at=payment.created_at)
    payment_services.request_refund(refund_id=refund_id, payment_id=payment.id, amount=amount, reason=reason, now=now, is_due=True)
    ledger_services.post(list(_return_postings(payment, amount, refund_id, cause=cause, reason=reason)), now=now)
    return refund_id


def _return_postings(payment: PaymentView, amount: Money, refund_id: str, *, cause: str, reason: str) -> Iterator[Posting]:
    provider = provider_account(payment.provider)
    moves = ((cause, provider, OPERATOR_ADJUSTMENTS, ""), (f"{cause}_return", OPERATOR_ADJUSTMENTS, provider, refund_id))
    for name, source, destination, refund in moves:
        yield Posting(
            key=f"{name}:{payment.id}",
            type=TransactionType.ADJUSTMENT,
            source=source,
            destination=destination,
            amount=amount,
            order_id=payment.order_id,
            payment_id=payment.id,
            refund_id=refund,
            details={"reason": reason},
        )
