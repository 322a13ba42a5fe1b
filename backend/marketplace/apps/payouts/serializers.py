"""Shapes of payouts in the API; nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from rest_framework import serializers

from marketplace.apps.payouts.models import OperatorBankAccount, PayoutRun, VendorPayout
from marketplace.apps.payouts.statements import FILES
from marketplace.apps.payouts.statements.content import StatementFigures, figures_of
from marketplace.apps.payouts.types import CANCELED, LIVE, OVER, PREVIEW, Balance, PayoutState, PreviewLine, RunState
from marketplace.kit.money import Money


class Reasoned(serializers.Serializer):
    reason = serializers.CharField(max_length=500)


class PreviewRun(serializers.Serializer):
    currency = serializers.CharField(min_length=3, max_length=3)


class MarkPaid(Reasoned):
    bank_reference = serializers.CharField(max_length=140, required=False, default="", allow_blank=True)


class SetBankAccount(serializers.Serializer):
    currency = serializers.CharField(min_length=3, max_length=3)
    holder = serializers.CharField(max_length=70)
    account = serializers.CharField(max_length=40)
    bic = serializers.RegexField(r"^([A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?)?$", required=False, default="", allow_blank=True)
    bank_name = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)


class ListPayouts(serializers.Serializer):
    """The query string of the lists of payouts."""

    state = serializers.ChoiceField(choices=sorted({*LIVE, *OVER}), required=False)
    vendor_id = serializers.CharField(max_length=40, required=False)


class BankAccountOf(serializers.Serializer):
    currency = serializers.CharField(min_length=3, max_length=3)


class LinkToStatement(serializers.Serializer):
    type = serializers.ChoiceField(choices=sorted(FILES))


class Balances(msgspec.Struct, frozen=True, kw_only=True):
    items: list[Balance]


class PayoutDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A payout; ``reason`` is of its last failure or return, or of its cancellation."""

    id: str
    run_id: str
    vendor_id: str
    state: PayoutState
    currency: str
    period_start: datetime
    period_end: datetime
    figures: StatementFigures
    amount: Money
    method: str
    attempts: int
    masked_account: str
    bank_reference: str
    reason: str
    created_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None


class PayoutRunDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A run: before approval what ``preview`` says, afterwards the payouts that were made and whom it ``skipped``."""

    id: str
    state: RunState
    currency: str
    period_end: datetime
    total: Money
    preview: list[PreviewLine]
    payouts: list[PayoutDetail]
    skipped: list[PreviewLine]
    created_by: str
    created_at: datetime
    approved_by: str
    approved_at: datetime | None
    paid_at: datetime | None


class PayoutRunRow(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    state: RunState
    currency: str
    period_end: datetime
    created_by: str
    created_at: datetime
    approved_by: str
    approved_at: datetime | None
    paid_at: datetime | None


class BankAccountDetail(msgspec.Struct, frozen=True, kw_only=True):
    """The account that the operator pays from in one currency."""

    currency: str
    holder: str
    account: str
    bic: str
    bank_name: str
    changed_at: datetime | None


def payout_detail(payout: VendorPayout) -> PayoutDetail:
    same = {name: getattr(payout, name) for name in PayoutDetail.__struct_fields__ if name != "figures"}
    return PayoutDetail(figures=figures_of(payout), **same)


def run_detail(run: PayoutRun, payouts: Sequence[VendorPayout]) -> PayoutRunDetail:
    preview = msgspec.convert(run.preview, list[PreviewLine])
    previewed = sum(line.amount.minor for line in preview if line.skipped is None)
    total = previewed if run.state == PREVIEW else sum(payout.amount_minor for payout in payouts if payout.state != CANCELED)
    return PayoutRunDetail(
        total=Money(total, run.currency),
        preview=preview,
        payouts=[payout_detail(payout) for payout in payouts],
        skipped=msgspec.convert(run.skipped, list[PreviewLine]),
        **msgspec.structs.asdict(run_row(run)),
    )


def run_row(run: PayoutRun) -> PayoutRunRow:
    return PayoutRunRow(**{name: getattr(run, name) for name in PayoutRunRow.__struct_fields__})


def bank_account_detail(account: OperatorBankAccount | None, currency: str) -> BankAccountDetail:
    if account is None:
        return BankAccountDetail(currency=currency, holder="", account="", bic="", bank_name="", changed_at=None)
    return BankAccountDetail(**{name: getattr(account, name) for name in BankAccountDetail.__struct_fields__})
