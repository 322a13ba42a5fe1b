"""Shapes of gift cards and store credit in the API; nothing here saves."""

from __future__ import annotations

from datetime import datetime

import msgspec
from rest_framework import serializers

from marketplace.apps.credit.types import CREDIT_KINDS, CreditProblem, CreditState, CreditView, IssueState
from marketplace.apps.ledger.types import Transaction, TransactionType
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation.rest.fields import CodeField, IdField, LineField, MoneyField, RegionTimeField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit.money import Money


class CreditReason(StrictSerializer):
    reason = LineField(max_length=500)


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
