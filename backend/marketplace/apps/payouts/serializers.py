"""Shapes of payouts in the API; nothing here saves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.payments.types import NamedAccount, PayoutBank, VendorOnboarding
from marketplace.apps.payouts.domain.statement_files import FILES
from marketplace.apps.payouts.models import Adjustment, ConnectedAccount, DebtWarning, Hold, OperatorBankAccount, PayoutRun, VendorPayout
from marketplace.apps.payouts.types import (
    AdjustmentState,
    Balance,
    BalanceAdjustmentKind,
    ConnectedState,
    HoldCause,
    PayoutDetail,
    PayoutOutlook,
    PayoutState,
    PreviewLine,
    RunState,
)
from marketplace.apps.vendors.types import CLOSABLE
from marketplace.foundation.rest.fields import CodeField, EmailField, IdField, LineField, MoneyField, OwnPageField, SortField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.money import Money
from marketplace.kit.plain_text import clean_code
from marketplace.kit.texts import Text


class Reasoned(StrictSerializer):
    reason = LineField(max_length=500)


class VendorClosing(Reasoned):
    from_state = serializers.ChoiceField(
        list(CLOSABLE), required=False, help_text="Only a vendor in this state is closed: the one in which the caller saw it."
    )


class PreviewRun(StrictSerializer):
    currency = CodeField(min_length=3, max_length=3)


class Attempted(Reasoned):
    """Word of the bank names the attempt that it is about: by its number, or by the end-to-end id of the transfer file."""

    attempt = serializers.IntegerField(min_value=1, max_value=32_000, required=False)
    end_to_end_id = CodeField(max_length=35, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.keys() & {"attempt", "end_to_end_id"}:
            raise serializers.ValidationError({"attempt": render(Text("Name the attempt or its end-to-end id"))}, code="required")
        return attrs


class MarkPaid(Attempted):
    bank_reference = LineField(max_length=140, required=False, default="", allow_blank=True)


class ConnectAccount(StrictSerializer):
    """Where the provider's page sends the owner back to: a page of the region's own. Without `provider` it is the first with pages."""

    return_url = OwnPageField(max_length=1000)
    provider = CodeField(max_length=20, required=False, default="")


class NameAccount(StrictSerializer):
    """
    Where the vendor wants to be paid at a provider without pages for that: the number of an account at a `bank` that the provider lists, in
    one currency; or, without a bank, the e-mail address of its account there.
    """

    provider = CodeField(max_length=20)
    currency = CodeField(min_length=3, max_length=3)
    holder = LineField(max_length=140)
    bank = CodeField(max_length=40, required=False, default="", allow_blank=True)
    account = CodeField(max_length=40, required=False, default="", allow_blank=True)
    email = EmailField(max_length=254, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if bool(attrs["bank"] and attrs["account"]) == bool(attrs["email"]):
            raise serializers.ValidationError({"account": render(Text("Name an account at a bank, or an e-mail address"))}, code="required")
        return attrs

    @staticmethod
    def named(data: dict[str, Any]) -> NamedAccount:
        """What was sent, as services take it."""
        account = data["email"] or data["account"]
        return NamedAccount(holder=data["holder"], account=account, currency=data["currency"], bank=data["bank"])


class ConfirmAccount(StrictSerializer):
    code = CodeField(max_length=100)


class ListBanks(StrictSerializer):
    """The query string of the list of banks."""

    provider = CodeField(max_length=20)
    currency = CodeField(min_length=3, max_length=3)


class PayoutBanks(msgspec.Struct, frozen=True, kw_only=True):
    items: list[PayoutBank]


class ConnectedOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A provider at which the vendor may have an account, and how it says who is paid there."""

    provider: str
    onboarding: VendorOnboarding
    currencies: list[str]


class ConnectedAccountLink(msgspec.Struct, frozen=True):
    """A page of the provider's, for one visit within minutes."""

    url: str


class ConnectedAccountDetail(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's account at the payment provider ``provider``: the one that it has, else the first that is offered, null where the region pays
    to bank accounts only. ``offers`` are all that it may choose. ``shown`` is what the vendor named, masked, and ``currency`` the only one
    that it is paid in, or empty.

    ``missing`` are the provider's names of what it still asks for, ``problem`` why it has stopped the account, or empty. An active account
    is paid from ``ready_at`` on. ``unconfirmed`` is an address, masked, that takes its place once its owner has confirmed it, or empty.
    """

    provider: str | None
    offers: list[ConnectedOffer]
    state: ConnectedState | None
    shown: str
    currency: str
    missing: list[str]
    problem: str
    ready_at: datetime | None
    unconfirmed: str


def connected_account_detail(
    offers: list[ConnectedOffer], account: ConnectedAccount | None, *, unconfirmed: ConnectedAccount | None, cooldown_days: int
) -> ConnectedAccountDetail:
    """The account as its vendor reads it; None before there is one."""
    since = account.activated_at if account and account.state == ConnectedState.ACTIVE else None
    return ConnectedAccountDetail(
        provider=account.provider if account else next((offer.provider for offer in offers), None),
        offers=offers,
        state=ConnectedState(account.state) if account else None,
        shown=account.shown if account else "",
        currency=account.currency if account else "",
        missing=account.missing if account else [],
        problem=account.problem if account else "",
        ready_at=since + timedelta(days=cooldown_days) if since else None,
        unconfirmed=unconfirmed.shown if unconfirmed else "",
    )


class SetBankAccount(StrictSerializer):
    currency = CodeField(min_length=3, max_length=3)
    holder = LineField(max_length=70)
    account = CodeField(max_length=100)
    bic = CodeField(max_length=40, required=False, default="", allow_blank=True)
    bank_name = LineField(max_length=100, required=False, default="", allow_blank=True)


class ListPayouts(StrictSerializer):
    """The query string of the lists of payouts."""

    state = serializers.ChoiceField(choices=sorted(state.value for state in PayoutState), required=False)
    vendor_id = CodeField(max_length=40, required=False)
    currency = CodeField(min_length=3, max_length=3, required=False, help_text="By `amount` the region's default one when absent.")
    sort = SortField("created_at", "amount")


class BankAccountOf(StrictSerializer):
    currency = CodeField(min_length=3, max_length=3)


class ProposeAdjustment(Reasoned):
    vendor_id = IdField(prefix="ven")
    kind = serializers.ChoiceField(choices=[kind.value for kind in BalanceAdjustmentKind])
    amount = MoneyField(allow_negative=True, help_text="Positive for the vendor's good. Only an adjustment can be negative.")
    reference = LineField(max_length=140, required=False, default="", allow_blank=True)


class ListAdjustments(StrictSerializer):
    """The query string of the list of adjustments."""

    state = serializers.ChoiceField(choices=[state.value for state in AdjustmentState], required=False)
    vendor_id = IdField(prefix="ven", required=False)


class AdjustmentDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A booking on a vendor's account by hand; ``amount`` is positive for the vendor's good."""

    id: str
    vendor_id: str
    kind: BalanceAdjustmentKind
    amount: Money
    reason: str
    reference: str
    state: AdjustmentState
    created_by: str
    created_at: datetime
    decided_by: str
    decided_at: datetime | None


class HoldForReview(Reasoned):
    vendor_order_id = IdField(prefix="vord")


class ListHolds(StrictSerializer):
    """The query string of the list of holds."""

    vendor_id = IdField(prefix="ven", required=False)
    vendor_order_id = IdField(prefix="vord", required=False)


class HoldDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Earnings of a vendor order that are not paid until ``released_at``. ``cause_id`` is the dispute's, or the review's own id."""

    cause: HoldCause
    cause_id: str
    vendor_order_id: str
    vendor_id: str
    placed_at: datetime
    released_at: datetime | None


class ListDebtWarnings(StrictSerializer):
    """The query string of the list of debt warnings."""

    vendor_id = IdField(prefix="ven", required=False)
    is_open = serializers.BooleanField(required=False, help_text="Whether payouts wait for it now.")


class DebtWarningDetail(msgspec.Struct, frozen=True, kw_only=True):
    """A vendor owed ``debt``, more than the ``limit``, and was paid nothing until ``ended_at``."""

    id: str
    vendor_id: str
    debt: Money
    limit: Money
    began_at: datetime
    ended_at: datetime | None


class LinkToStatement(StrictSerializer):
    type = serializers.ChoiceField(choices=sorted(FILES))


class Balances(msgspec.Struct, frozen=True, kw_only=True):
    items: list[Balance]


class PayoutOutlooks(msgspec.Struct, frozen=True, kw_only=True):
    """The outlook in each currency of the region, and how many of the vendor's orders have their earnings on hold."""

    items: list[PayoutOutlook]
    held_order_count: int


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


def attempt_named(payout_id: str, *, attempt: int | None = None, end_to_end_id: str = "") -> int:
    """The number of the attempt that the bank speaks of; 0, which no attempt has, if that is none of this payout."""
    if not end_to_end_id:
        return attempt or 0
    name, _, number = clean_code(end_to_end_id).upper().rpartition("-")
    named = int(number) if name == payout_id.replace("_", "-").upper() and number.isdecimal() else 0
    return named if attempt in (None, named) else 0


def adjustment_detail(adjustment: Adjustment) -> AdjustmentDetail:
    return AdjustmentDetail(**{name: getattr(adjustment, name) for name in AdjustmentDetail.__struct_fields__})


def hold_detail(hold: Hold) -> HoldDetail:
    return HoldDetail(**{name: getattr(hold, name) for name in HoldDetail.__struct_fields__})


def debt_warning_detail(warning: DebtWarning) -> DebtWarningDetail:
    return DebtWarningDetail(**{name: getattr(warning, name) for name in DebtWarningDetail.__struct_fields__})


def run_detail(run: PayoutRun, payouts: Sequence[VendorPayout]) -> PayoutRunDetail:
    preview = msgspec.convert(run.preview, list[PreviewLine])
    previewed = sum(line.amount.minor for line in preview if line.ineligibility_reason is None)
    total = (
        previewed
        if run.state == RunState.PREVIEW
        else sum(payout.amount_minor for payout in payouts if payout.state != PayoutState.CANCELED)
    )
    return PayoutRunDetail(
        total=Money(total, run.currency),
        preview=preview,
        payouts=[payout.as_detail() for payout in payouts],
        skipped=msgspec.convert(run.skipped, list[PreviewLine]),
        **msgspec.structs.asdict(run_row(run)),
    )


def run_row(run: PayoutRun) -> PayoutRunRow:
    return PayoutRunRow(**{name: getattr(run, name) for name in PayoutRunRow.__struct_fields__})


def bank_account_detail(account: OperatorBankAccount | None, currency: str) -> BankAccountDetail:
    if account is None:
        return BankAccountDetail(currency=currency, holder="", account="", bic="", bank_name="", changed_at=None)
    return BankAccountDetail(**{name: getattr(account, name) for name in BankAccountDetail.__struct_fields__})
