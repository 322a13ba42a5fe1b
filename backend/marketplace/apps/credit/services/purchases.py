"""
Gift cards that customers buy. A purchase has one payment; once that has succeeded, the first process that learns of it makes the card, in
one transaction with its booking. So one payment makes one card, however often and in whatever order it is heard of.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.credit import queries
from marketplace.apps.credit.domain.codes import code_of, normal_code
from marketplace.apps.credit.errors import PurchaseNotFound, PurchaseNotRefundable, TooManyPurchases
from marketplace.apps.credit.events import GiftCardPaid
from marketplace.apps.credit.models import Credit, GiftCardPurchase
from marketplace.apps.credit.services.erasing import NOTHING
from marketplace.apps.credit.services.spending import valid_until
from marketplace.apps.credit.types import GiftCardOrder, PurchaseState, PurchaseView
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import Posting, TransactionType, credit_account, provider_account
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import MethodNotAvailable
from marketplace.apps.payments.types import CardChoice, PaymentDetails, PaymentState, PaymentView
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.encryption import sign
from marketplace.foundation.events import outbox
from marketplace.kit import limits
from marketplace.kit.actors import SYSTEM, Actor
from marketplace.kit.errors import FieldError, InvalidInput, Unavailable
from marketplace.kit.ids import CheckoutId, OrderId, PaymentId, derived_id, hash_secret, new_id, time_of
from marketplace.kit.texts import Text

MAX_A_DAY = limits.declare("credit.gift_card_purchases", 20, "gift cards a day", "That a customer tries to buy; 409 for one more.")
LATEST_SENDING = timedelta(days=366)
RECOVERED_AFTER, PAID_WITHIN = timedelta(minutes=1), timedelta(days=1)
BATCH = 100
_WAITING = "state = %(pending)s AND touched_at < %(before)s ORDER BY touched_at, id"

log = logging.getLogger(__name__)


def buy_gift_card(
    *,
    customer_id: str,
    wanted: GiftCardOrder,
    method: str,
    return_url: str,
    request_key: str,
    now: datetime,
    card_token: str = "",
) -> tuple[PurchaseView, PaymentView]:
    """
    Open the purchase of a gift card, and ask the provider for the money. The same ``request_key`` buys it once.

    :raises InvalidInput: for an amount that the region does not sell, or a day of sending that is too far off
    :raises TooManyPurchases: for more than a customer may try in a day
    :raises OrderingBlocked: for a customer whom staff have blocked
    :raises MethodNotAvailable: for a method that cannot pay it: one that settles later, costs extra, or is credit itself
    :raises PaymentDetailsInvalid: if it lacks a card or a return address
    """
    _require_sold(wanted, now=now)
    choices = [item.code for item in queries.methods_for_gift_cards(wanted.amount)]
    if method not in choices:
        wrong = FieldError("payment_method", "not_available", Text("One of: {choices}", choices=choices))
        raise MethodNotAvailable(method=method, available=choices, errors=[wrong])
    customer = account_queries.get_customer(customer_id)
    account_queries.check_may_order(customer.email)
    purchase = _purchase(customer_id, wanted, request_key, now=now)
    with tenancy.atomic():
        if rows.insert(purchase, unless_there=True):
            if queries.count_purchases(customer_id, since=now - timedelta(days=1)) > MAX_A_DAY:
                raise TooManyPurchases
            _create_payment(purchase, method, return_url, card_token, email=customer.email, name=customer.name, now=now)
    known = queries.get_purchase_of_request(customer_id, request_key)
    payment = payment_services.start_payment(payment_id=known.payment_id, now=now)
    return settle_purchase(payment_id=payment.id, now=now) or known, payment


def settle_purchase(*, payment_id: str, now: datetime) -> PurchaseView | None:
    """
    Do with a purchase what its payment asks for: make and book the card once it has succeeded. None for a payment of something else. Safe
    to repeat, and in any order.

    Money that comes late, after an erasure took the recipient out, is returned: nobody would ever have the code.
    """
    purchase = rows.first(GiftCardPurchase, "payment_id = %(id)s", {"id": payment_id})
    if purchase is None:
        return None
    with tenancy.atomic():
        purchase = _locked(purchase.id)
        payment = payment_queries.get_payment(payment_id)
        if payment.state == PaymentState.SUCCEEDED and not purchase.credit_id:
            _make_card(purchase, payment, now=now)
            if not purchase.recipient_email:
                _end_and_refund(purchase, reason="no_recipient", actor=SYSTEM, now=now)
        elif payment.is_lost and purchase.state == PurchaseState.PENDING:
            purchase.state = PurchaseState.FAILED
            forgotten = {} if purchase.customer_id else NOTHING
            for name, value in forgotten.items():
                setattr(purchase, name, value)
            rows.change(purchase, "state", *forgotten)
        return purchase.as_view()


def recover_purchases(*, now: datetime) -> None:
    """
    Ask about payments whose request died before the provider's answer was recorded, and end purchases that nobody has paid for a day: those
    first that were asked about the longest ago. Safe to run twice, also at the same time.
    """
    waiting = {"pending": PurchaseState.PENDING, "before": now - RECOVERED_AFTER}
    for purchase in rows.every(GiftCardPurchase, f"{_WAITING} LIMIT {BATCH}", waiting):
        # first, so that the others get their turn even if it fails
        rows.change_where(GiftCardPurchase, "id = %(id)s", {"id": purchase.id}, touched_at=now)
        try:
            _recover(purchase, now=now)
        except Unavailable as error:
            log.warning("gift card %s waits on: %s", purchase.id, error)
        except Exception:
            log.exception("gift card %s cannot be advanced", purchase.id)


def _recover(purchase: GiftCardPurchase, *, now: datetime) -> None:
    payment = payment_services.refresh_payment(payment_id=purchase.payment_id, now=now)
    if purchase.created_at < now - PAID_WITHIN and not payment.is_settled:
        payment_services.cancel_payment(payment_id=purchase.payment_id, now=now)
    settle_purchase(payment_id=purchase.payment_id, now=now)


def refund_gift_card(*, purchase_id: str, customer_id: str = "", reason: str, actor: Actor, now: datetime) -> PurchaseView:
    """
    Return what was paid for a card that nobody used, which ends it. Safe to repeat. For its ``customer_id`` within the region's
    ``gift_card_refund_days``; for staff at any time.

    :raises PurchaseNotFound: if there is none, or it is another customer's
    :raises PurchaseNotRefundable: if it is not paid, was used, is in an open checkout, or was bought too long ago
    """
    with tenancy.atomic():
        purchase = _locked(purchase_id, customer_id=customer_id)
        if purchase.state != PurchaseState.REFUNDED:
            _end_and_refund(purchase, is_customer=bool(customer_id), reason=reason, actor=actor, now=now)
    payment_services.execute_refund(refund_id=_refund_id(purchase), now=now)
    return queries.get_purchase(purchase_id)


def code_of_purchase(purchase_id: str) -> str:
    """The card's code: made from the purchase's id by the region's secret key, so that it can be mailed while only its hash is stored."""
    return code_of(int(sign(purchase_id, purpose="gift-card"), 16))


def _make_card(purchase: GiftCardPurchase, payment: PaymentView, *, now: datetime) -> None:
    code = code_of_purchase(purchase.id)
    purchase.state, purchase.paid_at = PurchaseState.PAID, now
    purchase.credit_id = derived_id("crd", purchase.id, at=time_of(purchase.id))
    card = Credit(
        id=purchase.credit_id,
        kind=TenderKind.GIFT_CARD,
        currency=purchase.currency,
        balance_minor=purchase.amount_minor,
        code_hash=hash_secret(normal_code(code)),
        code_hint=code[-4:],
        expires_at=valid_until(max(now, purchase.send_at)),
        created_at=now,
    )
    rows.insert(card)
    rows.change(purchase, "state", "paid_at", "credit_id", events=[outbox.record(GiftCardPaid(purchase_id=purchase.id), now=now)])
    ledger_services.post([_sold(purchase, payment)], now=now)


def _end_and_refund(purchase: GiftCardPurchase, *, is_customer: bool = False, reason: str, actor: Actor, now: datetime) -> None:
    """End the card and decide the refund of all of it, which is sent after the commit. :raises PurchaseNotRefundable: as `_end_card`"""
    _end_card(purchase, is_customer=is_customer, now=now)
    whose: dict[str, Any] = {"refund_id": _refund_id(purchase), "payment_id": purchase.payment_id}
    payment_services.request_refund(amount=purchase.amount, reason=reason, now=now, **whose)
    ledger_services.post([_refunded(purchase, _refund_id(purchase))], now=now)
    new = {"state": purchase.state, "amount_minor": purchase.amount_minor, "currency": purchase.currency}
    audit.record(actor=actor, action="gift_card.refunded", resource=purchase.id, new=new, reason=reason, now=now)


def _refund_id(purchase: GiftCardPurchase) -> str:
    return derived_id("rfd", purchase.id, at=time_of(purchase.id))


def _end_card(purchase: GiftCardPurchase, *, is_customer: bool, now: datetime) -> None:
    """Take what the card has, all of it. :raises PurchaseNotRefundable: if that is not everything, or not possible any more"""
    refused = PurchaseNotRefundable(state=purchase.state)
    if purchase.state != PurchaseState.PAID:
        raise refused
    until = queries.refundable_until(purchase.as_view())
    if is_customer and (until is None or until < now):
        raise refused
    card = rows.first(Credit, "id = %(id)s", {"id": purchase.credit_id}, for_update=True)
    if card is None or card.balance_minor != purchase.amount_minor or card.reserved_minor:
        raise refused
    card.balance_minor = 0
    rows.change(card, "balance_minor")
    purchase.state, purchase.refunded_at = PurchaseState.REFUNDED, now
    rows.change(purchase, "state", "refunded_at")


def _locked(purchase_id: str, *, customer_id: str = "") -> GiftCardPurchase:
    whose = {"id": purchase_id, "customer_id": customer_id}
    condition = "id = %(id)s AND (%(customer_id)s = '' OR customer_id = %(customer_id)s)"
    purchase = rows.first(GiftCardPurchase, condition, whose, for_update=True)
    if purchase is None:
        raise PurchaseNotFound
    return purchase


def _purchase(customer_id: str, wanted: GiftCardOrder, request_key: str, *, now: datetime) -> GiftCardPurchase:
    purchase_id = new_id("gcp", at=now)
    return GiftCardPurchase(
        id=purchase_id,
        customer_id=customer_id,
        request_key=request_key,
        currency=wanted.amount.currency,
        amount_minor=wanted.amount.minor,
        recipient_email=wanted.recipient_email,
        sender_name=wanted.sender_name,
        message=wanted.message,
        language=wanted.language,
        send_at=max(wanted.send_at, now),
        mail_at=max(wanted.send_at, now),
        payment_id=derived_id("pay", purchase_id, at=now),
        created_at=now,
        touched_at=now,
    )


def _create_payment(
    purchase: GiftCardPurchase, method: str, return_url: str, card_token: str, *, email: str, name: str, now: datetime
) -> None:
    payment_services.create_payment(
        payment_id=PaymentId(purchase.payment_id),
        checkout_id=CheckoutId(purchase.id),
        order_id=OrderId(purchase.id),
        amount=purchase.amount,
        method=method,
        return_url=_page_of(purchase, return_url),
        card=CardChoice(token=card_token),
        description=f"{tenancy.current().name} {purchase.id}",
        details=PaymentDetails(email=email, name=name, language=purchase.language),
        now=now,
    )


def _page_of(purchase: GiftCardPurchase, return_url: str) -> str:
    """The page with the purchase's id as the parameter ``purchase``: nobody knows the id before."""
    if not return_url:
        return ""
    parts = urlsplit(return_url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), ("purchase", purchase.id)])
    return urlunsplit(parts._replace(query=query))


def _require_sold(wanted: GiftCardOrder, *, now: datetime) -> None:
    sold = queries.gift_card_ranges().get(wanted.amount.currency)
    errors = []
    if sold is None:
        choices = sorted(queries.gift_card_ranges())
        errors.append(FieldError("amount", "currency_not_sold", Text("A price in one or more of: {choices}", choices=choices)))
    elif not sold.least <= wanted.amount <= sold.most:
        errors.append(FieldError("amount", "out_of_range", Text("From {least} to {most}", least=sold.least, most=sold.most)))
    if wanted.send_at > now + LATEST_SENDING:
        errors.append(FieldError("send_on", "too_late", Text("Within a year")))
    if errors:
        raise InvalidInput(errors=errors)


def _sold(purchase: GiftCardPurchase, payment: PaymentView) -> Posting:
    return Posting(
        key=f"credit_sold:{purchase.id}",
        type=TransactionType.CREDIT_SOLD,
        source=provider_account(payment.provider),
        destination=credit_account(purchase.credit_id),
        amount=purchase.amount,
        order_id=purchase.id,
        payment_id=purchase.payment_id,
    )


def _refunded(purchase: GiftCardPurchase, refund_id: str) -> Posting:
    return Posting(
        key=f"credit_sale_refunded:{purchase.id}",
        type=TransactionType.CREDIT_SALE_REFUNDED,
        source=credit_account(purchase.credit_id),
        destination=provider_account(payment_queries.get_payment(purchase.payment_id).provider),
        amount=purchase.amount,
        order_id=purchase.id,
        payment_id=purchase.payment_id,
        refund_id=refund_id,
    )
