"""
The lifecycle of a payment. Every function runs inside ``Store.transaction`` and sends the shop what it changed by webhook.

    requires_action > (processing >) authorized > succeeded
    failed and canceled are ends; so is succeeded, which refunds do not change.
"""

from datetime import UTC, datetime, timedelta

from payment_sandbox import webhooks
from payment_sandbox.behaviour import Behaviour
from payment_sandbox.cards import Card, Outcome, Trouble, find_card
from payment_sandbox.errors import AmountTooHigh, Refused, Unavailable, WrongState
from payment_sandbox.objects import Amount, Payment, PaymentStatus, StartPayment, new_id
from payment_sandbox.settings import Settings
from payment_sandbox.store import Store

PHONE = "+31 6 0000 0000"  # a number that belongs to nobody
ACTION_LIFE = timedelta(hours=1)


def start(store: Store, order: StartPayment, *, account: str, settings: Settings, base_url: str, now: float) -> Payment:
    """
    Open a payment. With a card token it is tried at once, otherwise the customer has to visit ``redirect_url`` or to do what
    ``next_action`` says.

    :raises Refused: if the card, the method or the metadata make no sense together
    :raises Unavailable: with the card ``tok_unavailable``; nothing is stored
    """
    _check(order)
    payment = Payment(
        id=new_id("spay"),
        status="requires_action",
        amount=order.amount,
        reference=order.reference,
        description=order.description,
        method=order.method,
        capture=order.capture,
        return_url=order.return_url,
        webhook_url=order.webhook_url,
        metadata=order.metadata,
        created_at=now,
        account=account,
        is_challenged=order.challenge,
    )
    page = f"{base_url}/pay/{payment.id}"
    if order.method == "mobile_money":
        payment.next_action = {"type": "approve_on_phone", "phone": PHONE, "poll_interval_s": 2, "expires_at": _later(now)}
        payment.settle_at = now + settings.settle_s  # the sandbox's phone approves by itself
    elif order.method == "bank_transfer":
        details = [{"name": "iban", "value": "NL91 ABNA 0417 1643 00"}, {"name": "bic", "value": "ABNANL2A"}]
        reference = payment.id.removeprefix("spay_")[:12].upper()
        payment.next_action = {"type": "pay_voucher", "reference": reference, "details": details, "url": page, "expires_at": _later(now)}
    else:
        payment.redirect_url = page
    card = find_card(order.card) if order.card is not None else None
    if card is None:
        store.save_payment(payment)
        return payment
    pay(store, payment, card, settings=settings, now=now)
    if payment.status == "requires_action":
        payment.redirect_url = f"{base_url}/pay/{payment.id}/challenge"
        store.save_payment(payment)
    return payment


def pay(store: Store, payment: Payment, card: Card, *, settings: Settings, now: float) -> None:
    """Try to pay with ``card``. :raises WrongState: if the payment does not wait for a card"""
    if payment.status != "requires_action" or payment.card_token is not None:
        raise WrongState(f"the payment is {payment.status}")
    if card.trouble is Trouble.UNAVAILABLE:
        raise Unavailable("the provider is out of order; nothing was stored")
    payment.card_token = card.token
    match card.outcome:
        case Outcome.CHALLENGE_IF_ASKED if payment.is_challenged:
            store.save_payment(payment)
        case Outcome.SUCCEED | Outcome.CHALLENGE_IF_ASKED:
            _approve(store, payment, settings=settings, now=now)
        case Outcome.FAIL:
            _fail(store, payment, card.failure_code, settings=settings, now=now)
        case Outcome.CHALLENGE:
            store.save_payment(payment)
        case Outcome.SETTLE_LATER | Outcome.FAIL_LATER:
            payment.settle_at = now + settings.settle_s
            _move(store, payment, "processing", settings=settings, now=now)


def answer_challenge(store: Store, payment: Payment, *, is_approved: bool, settings: Settings, now: float) -> None:
    """The customer's answer in the bank's app. :raises WrongState: if no answer is awaited"""
    if not awaits_challenge(payment):
        raise WrongState(f"the payment is {payment.status}")
    if is_approved:
        _approve(store, payment, settings=settings, now=now)
    else:
        _fail(store, payment, "authentication_failed", settings=settings, now=now)


def awaits_challenge(payment: Payment) -> bool:
    """Whether a card is known and only the customer's confirmation is missing."""
    return payment.status == "requires_action" and payment.card_token is not None


def settle(store: Store, payment: Payment, *, outcome: str | None, settings: Settings, now: float) -> None:
    """
    End processing, as ``outcome`` says or as the card would; or answer on the phone.

    :raises WrongState: if the payment is neither processing nor waits for the phone
    """
    if payment.status != "processing" and not (payment.status == "requires_action" and payment.method == "mobile_money"):
        raise WrongState(f"the payment is {payment.status}")
    card = find_card(payment.card_token or "")
    if outcome is None:
        outcome = "failed" if card and card.outcome is Outcome.FAIL_LATER else "succeeded"
    payment.settle_at = None
    if outcome == "succeeded":
        _approve(store, payment, settings=settings, now=now)
    else:
        _fail(store, payment, card.failure_code if card else None, settings=settings, now=now)


def capture(store: Store, payment: Payment, *, amount: Amount | None, settings: Settings, now: float) -> None:
    """
    Take what was authorized, or a part; the rest is released to the customer.

    :raises WrongState: if the payment is not authorized
    :raises AmountTooHigh: if ``amount`` is more than was authorized, or in another currency
    """
    if payment.status != "authorized":
        raise WrongState(f"the payment is {payment.status}")
    amount = amount or payment.amount
    if amount.currency != payment.amount.currency or amount.minor > payment.amount.minor:
        raise AmountTooHigh(f"at most {payment.amount.minor} {payment.amount.currency} can be captured")
    payment.captured = amount.minor
    _move(store, payment, "succeeded", settings=settings, now=now)


def cancel(store: Store, payment: Payment, *, settings: Settings, now: float) -> None:
    """Cancel a payment that took no money yet; again is the same as once. :raises WrongState: if it is too late"""
    if payment.status == "canceled":
        return
    if payment.status not in ("requires_action", "authorized"):
        raise WrongState(f"the payment is {payment.status}")
    _move(store, payment, "canceled", settings=settings, now=now)


def _check(order: StartPayment) -> None:
    try:
        Behaviour.parse(order.metadata.get("webhooks", "normal"))
    except ValueError as error:
        raise Refused(str(error)) from error
    if order.card is not None and find_card(order.card) is None:
        raise Refused(f"{order.card!r} is no test card")
    if order.card is None and order.return_url is None:
        raise Refused("without a card, return_url is required: the customer has to come back from the hosted page")
    if order.method == "ideal" and (order.amount.currency != "EUR" or order.capture != "automatic"):
        raise Refused("ideal takes euro only, and captures automatically")


def _later(now: float) -> str:
    return (datetime.fromtimestamp(now, UTC) + ACTION_LIFE).isoformat()


def _approve(store: Store, payment: Payment, *, settings: Settings, now: float) -> None:
    is_reversed = Behaviour.parse(payment.metadata.get("webhooks", "")).is_reversed or settings.webhooks.is_reversed
    if is_reversed and payment.status != "processing":
        # A stale message is needed that can overtake: the shop hears "succeeded" first, "processing" after it.
        _move(store, payment, "processing", settings=settings, now=now)
    if payment.capture == "manual":
        _move(store, payment, "authorized", settings=settings, now=now)
        return
    payment.captured = payment.amount.minor
    _move(store, payment, "succeeded", settings=settings, now=now)


def _fail(store: Store, payment: Payment, code: str | None, *, settings: Settings, now: float) -> None:
    payment.failure_code = code or "bank_refused"
    _move(store, payment, "failed", settings=settings, now=now)


def _move(store: Store, payment: Payment, status: PaymentStatus, *, settings: Settings, now: float) -> None:
    payment.status = status
    payment.redirect_url, payment.next_action, payment.settle_at = None, None, payment.settle_at if status == "processing" else None
    store.save_payment(payment)
    webhooks.announce(store, f"payment.{status}", payment=payment, data=payment.shown(), behaviour=settings.webhooks, now=now)
