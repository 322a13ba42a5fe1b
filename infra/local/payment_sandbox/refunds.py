"""Refunds and disputes: how money leaves a payment again. Every function runs inside ``Store.transaction``."""

from payment_sandbox import webhooks
from payment_sandbox.errors import AmountTooHigh, RefundRejected, WrongState
from payment_sandbox.objects import Amount, Contest, Dispute, Payment, Refund, StartRefund, new_id
from payment_sandbox.settings import Settings
from payment_sandbox.store import Store


def refund(store: Store, order: StartRefund, *, settings: Settings, now: float) -> Refund:
    """
    Pay a part of a payment back. The payment's ``metadata.refunds`` may be ``pending``, ``fail`` or ``reject``.

    :raises AmountTooHigh: if that much is not left of what was captured, or the currency is another
    :raises RefundRejected: if the payment is made to reject refunds
    """
    payment = store.get_payment(order.payment)
    if order.amount.currency != payment.amount.currency or order.amount.minor > payment.refundable:
        raise AmountTooHigh(f"at most {payment.refundable} {payment.amount.currency} can be refunded")
    wish = payment.metadata.get("refunds", "normal")
    if wish == "reject":
        raise RefundRejected("the customer's account is closed")
    is_later = wish in ("pending", "fail")
    made = Refund(
        id=new_id("sref"),
        payment=payment.id,
        status="pending",
        amount=order.amount,
        reference=order.reference,
        created_at=now,
        settle_at=now + settings.settle_s if is_later else None,
    )
    payment.refunded += order.amount.minor
    store.save_payment(payment)
    store.save_refund(made)
    if not is_later:
        settle(store, made, outcome="succeeded", settings=settings, now=now)
    return made


def settle(store: Store, made: Refund, *, outcome: str | None, settings: Settings, now: float) -> None:
    """End a pending refund; a failed one leaves the money refundable again. :raises WrongState: if it is not pending"""
    if made.status != "pending":
        raise WrongState(f"the refund is {made.status}")
    payment = store.get_payment(made.payment)
    made.settle_at = None
    if outcome is None:
        outcome = "failed" if payment.metadata.get("refunds") == "fail" else "succeeded"
    if outcome == "succeeded":
        made.status = "succeeded"
    else:
        made.status = "failed"
        made.failure_code = "account_closed"
        payment.refunded -= made.amount.minor
        store.save_payment(payment)
    store.save_refund(made)
    webhooks.announce(store, f"refund.{made.status}", payment=payment, data=made.shown(), behaviour=settings.webhooks, now=now)


def refund_at_provider(store: Store, payment: Payment, *, amount: Amount | None, settings: Settings, now: float) -> Refund:
    """Refund, all that is left unless an amount is named, as if in the provider's dashboard: the shop did not ask."""
    if payment.refundable == 0:
        raise AmountTooHigh("nothing is left to refund")
    amount = amount or Amount(payment.refundable, payment.amount.currency)
    order = StartRefund(payment=payment.id, amount=amount, reference="dashboard")
    return refund(store, order, settings=settings, now=now)


def contest(store: Store, payment: Payment, order: Contest, *, settings: Settings, now: float) -> Dispute:
    """
    Open the payment's dispute, or end it: won by the shop, or lost.

    :raises WrongState: if nothing was captured, it was opened before, or there is no open one to end
    """
    dispute = store.find_dispute(payment_id=payment.id)
    if order.outcome == "open":
        if dispute is not None or payment.refundable == 0:
            raise WrongState("the payment was disputed before, or holds no money")
        amount = order.amount or Amount(payment.refundable, payment.amount.currency)
        if amount.currency != payment.amount.currency or amount.minor > payment.refundable:
            raise AmountTooHigh(f"at most {payment.refundable} {payment.amount.currency} can be disputed")
        dispute = Dispute(
            id=new_id("sdsp"),
            payment=payment.id,
            payment_reference=payment.reference,
            status="open",
            amount=amount,
            reason=order.reason,
            created_at=now,
        )
    elif dispute is None or dispute.status != "open":
        raise WrongState("the payment has no open dispute")
    else:
        dispute.status = order.outcome
    store.save_dispute(dispute)
    event_type = "dispute.opened" if dispute.status == "open" else f"dispute.{dispute.status}"
    webhooks.announce(store, event_type, payment=payment, data=dispute.shown(), behaviour=settings.webhooks, now=now)
    return dispute
