"""Shapes of gift cards and store credit in the API; nothing here saves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.credit import queries
from marketplace.apps.credit.types import (
    CREDIT_KINDS,
    CreditProblem,
    CreditState,
    CreditView,
    GiftCardOrder,
    GiftCardRange,
    IssueState,
    PurchaseState,
    PurchaseView,
)
from marketplace.apps.ledger.types import Transaction, TransactionType
from marketplace.apps.payments.types import PaymentAction, PaymentMethod, PaymentView
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation.rest.fields import (
    NO_WEB_ADDRESS,
    BlockField,
    CodeField,
    EmailField,
    IdField,
    LineField,
    MoneyField,
    NameField,
    OwnPageField,
    RegionTimeField,
    invalid,
)
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.money import Money
from marketplace.kit.web_addresses import has_web_address


class CreditReason(StrictSerializer):
    reason = LineField(max_length=500)


class ResendGiftCard(CreditReason):
    email = EmailField(required=False, help_text="Where to; to the recipient of before where absent. Another one needs an admin.")


class IssueCredit(CreditReason):
    kind = serializers.ChoiceField(choices=CREDIT_KINDS)
    amount = MoneyField()
    customer_id = IdField(prefix="cus", required=False, default="", help_text="Whose store credit; nobody's for a gift card.")
    expires_at = RegionTimeField(required=False, is_end=True, help_text="The region's setting where absent.")


class ListIssues(StrictSerializer):
    """The query string of the list of issues."""

    state = serializers.ChoiceField(choices=[state.value for state in IssueState], required=False)
    customer_id = IdField(prefix="cus", required=False)


class ListCredits(StrictSerializer):
    """The query string of the list of credits."""

    kind = serializers.ChoiceField(choices=CREDIT_KINDS, required=False)
    state = serializers.ChoiceField(choices=[state.value for state in CreditState], required=False)
    customer_id = IdField(prefix="cus", required=False)


class AskBalance(StrictSerializer):
    code = CodeField(max_length=40, help_text="Letters of either case, with or without hyphens.")


class GiftCardBalance(msgspec.Struct, frozen=True, kw_only=True):
    """What a gift card has; ``available`` of the ``balance`` is not reserved for a checkout. ``problem`` says why it pays nothing."""

    code_hint: str
    balance: Money
    available: Money
    expires_at: datetime | None
    problem: CreditProblem | None


class StoreCredit(msgspec.Struct, frozen=True, kw_only=True):
    """A customer's own credit in one currency; ``available`` of the ``balance`` is not reserved for a checkout."""

    id: str
    balance: Money
    available: Money
    expires_at: datetime | None
    problem: CreditProblem | None


class CreditDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A gift card or store credit as staff read it. Its code is not stored; ``code_hint`` is the end of it."""

    id: str
    kind: TenderKind
    state: CreditState
    customer_id: str
    code_hint: str
    balance: Money
    reserved: Money
    expires_at: datetime | None
    created_at: datetime


class CreditMovement(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the books about a credit; ``amount`` is positive where it grew."""

    id: int
    type: TransactionType
    amount: Money
    order_id: str
    reason: str
    occurred_at: datetime


def gift_card_balance(credit: CreditView, *, now: datetime) -> GiftCardBalance:
    return GiftCardBalance(
        code_hint=credit.code_hint,
        balance=credit.balance,
        available=credit.available,
        expires_at=credit.expires_at,
        problem=credit.problem_at(now),
    )


def store_credit(credit: CreditView, *, now: datetime) -> StoreCredit:
    return StoreCredit(
        id=credit.id,
        balance=credit.balance,
        available=credit.available,
        expires_at=credit.expires_at,
        problem=credit.problem_at(now),
    )


def credit_detail(credit: CreditView) -> CreditDetail:
    return CreditDetail(**{name: getattr(credit, name) for name in CreditDetail.__struct_fields__})


def movement(row: Transaction, *, account: str) -> CreditMovement:
    return CreditMovement(
        id=row.id,
        type=row.type,
        amount=row.amount if row.destination == account else -row.amount,
        order_id=row.order_id,
        reason=str(row.details.get("reason", "")),
        occurred_at=row.occurred_at,
    )


class BuyGiftCard(StrictSerializer):
    amount = MoneyField(help_text="Within what store/gift-card-offers says.")
    recipient_email = EmailField(max_length=254)
    sender_name = NameField(max_length=100, help_text="The recipient reads it.")
    message = BlockField(max_length=500, required=False, default="", allow_blank=True)
    send_on = RegionTimeField(required=False, help_text="At once where absent; a day alone is the beginning of that day in the region.")
    payment_method = CodeField(max_length=40)
    card_token = CodeField(max_length=200, required=False, default="", allow_blank=True)
    return_url = OwnPageField(
        max_length=900, required=False, default="", allow_blank=True, help_text="Opened with the parameter `purchase`: the purchase's id."
    )

    def validate_message(self, text: str) -> str:
        """A mail in our name leads strangers nowhere."""
        if has_web_address(text):
            raise invalid(NO_WEB_ADDRESS, "web_address")
        return text


class ListPurchases(StrictSerializer):
    """The query string of the list of purchases."""

    state = serializers.ChoiceField(choices=[state.value for state in PurchaseState], required=False)
    customer_id = IdField(prefix="cus", required=False)


class GiftCardMethod(msgspec.Struct, frozen=True, kw_only=True):
    """A way to pay for a gift card."""

    code: str
    kind: str
    name: str


class GiftCardOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What a gift card that is bought in one currency can hold, and how it can be paid."""

    least: Money
    most: Money
    payment_methods: list[GiftCardMethod]


class GiftCardPurchaseDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A gift card that the customer buys or has bought. ``action`` is what is left to do for the payment, if anything. Until
    ``refundable_until`` the customer may return it while nobody has used it; null for one that is not paid.
    """

    id: str
    state: PurchaseState
    amount: Money
    recipient_email: str
    sender_name: str
    message: str
    send_at: datetime
    sent_at: datetime | None
    created_at: datetime
    refundable_until: datetime | None
    action: PaymentAction | None


def gift_card_order(data: dict[str, Any], *, language: str, now: datetime) -> GiftCardOrder:
    """Takes what is wanted out of validated data."""
    names = ("amount", "recipient_email", "sender_name", "message")
    return GiftCardOrder(**{name: data.pop(name) for name in names}, send_at=data.pop("send_on", now), language=language)


def gift_card_offer(sold: GiftCardRange, methods: list[PaymentMethod], language: str) -> GiftCardOffer:
    found = [
        GiftCardMethod(code=item.code, kind=item.kind, name=item.name if isinstance(item.name, str) else render(item.name, language))
        for item in methods
    ]
    return GiftCardOffer(least=sold.least, most=sold.most, payment_methods=found)


def purchase_detail(purchase: PurchaseView, payment: PaymentView | None = None) -> GiftCardPurchaseDetail:
    ours = ("action", "refundable_until")
    own = {name: getattr(purchase, name) for name in GiftCardPurchaseDetail.__struct_fields__ if name not in ours}
    is_open = payment is not None and purchase.state == PurchaseState.PENDING
    until = queries.refundable_until(purchase) if purchase.state == PurchaseState.PAID else None
    return GiftCardPurchaseDetail(**own, refundable_until=until, action=payment.action if is_open and payment else None)
