"""The words of reconciliation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.kit.money import Money


class ReportFormat(StrEnum):
    """
    Whose file it is. ``plain`` is ours, for a provider that has no file of its own that we read; ``courier`` the remittances of one who
    collects cash on delivery; ``camt053`` the bank's.
    """

    STRIPE = "stripe"
    MOLLIE = "mollie"
    PAYPAL = "paypal"
    PLAIN = "plain"
    COURIER = "courier"
    CAMT053 = "camt053"


class EntryKind(StrEnum):
    """
    What a row of a report is. ``transfer``: the provider sends what it holds to our bank; ``other``: what we have no booking for.

    On a bank's statement, ``receipt`` is money that came in, and ``payout`` one of ours that was paid, or came back.
    """

    CHARGE = "charge"
    REFUND = "refund"
    DISPUTE = "dispute"
    FEE = "fee"
    TRANSFER = "transfer"
    RECEIPT = "receipt"
    PAYOUT = "payout"
    OTHER = "other"


class EntryState(StrEnum):
    """How a reported row compares with the books."""

    MATCHED = "matched"
    MISSING_HERE = "missing_here"
    OTHER_AMOUNT = "other_amount"
    OTHER_FEE = "other_fee"


class DifferenceKind(StrEnum):
    """What differs: the states of an entry that does not match, and what we have and no report does."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    OTHER_AMOUNT = "other_amount"
    OTHER_FEE = "other_fee"


class DifferenceState(StrEnum):
    """``explained``: staff know why, and wait for its end. ``resolved`` is the end: by staff, or because it matches by now."""

    OPEN = "open"
    EXPLAINED = "explained"
    RESOLVED = "resolved"


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """
    A row of a provider's report. ``amount`` and ``fee`` are as they change what the provider holds for us: ``amount`` is positive for what
    comes in, and ``fee`` positive for what it keeps of that; None where the report does not say.

    ``reference`` is unique at the provider; ``names`` are what our payment, refund or dispute may be called, the surest first. ``batch``
    is the payment to the bank that the row is a part of, where the provider pays in such batches.
    """

    row: int
    kind: EntryKind
    reference: str
    names: tuple[str, ...]
    amount: Money
    fee: Money | None
    occurred_at: datetime
    batch: str = ""


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """What we have and no report does; ``expected`` is how a report would say it. ``is_return``: it is about the money that came back."""

    kind: EntryKind
    subject_id: str
    expected: Money
    is_return: bool = False
    payment_id: str = ""


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A provider's report as it was uploaded. ``known_count`` of its ``row_count`` rows stood in an earlier report, too; ``matched_count`` and
    ``open_count`` are of the rest, as they are now.
    """

    id: str
    format: ReportFormat
    provider: str
    filename: str
    since: datetime
    until: datetime
    row_count: int
    known_count: int
    matched_count: int
    open_count: int
    uploaded_by: str
    uploaded_at: datetime


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a report, and what of ours it matches: the ``subject_id`` of a capture, refund or dispute of the payment."""

    id: str
    report_id: str
    row: int
    kind: EntryKind
    reference: str
    amount: Money
    fee: Money
    occurred_at: datetime
    state: EntryState
    payment_id: str
    subject_id: str


class DifferenceView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A difference between a provider's reports and the books. ``expected`` is what we have and ``found`` what the report says; one of them is
    null if it is missing. ``entry_id`` is empty for what no report has.
    """

    id: str
    kind: DifferenceKind
    state: DifferenceState
    provider: str
    entry_kind: EntryKind
    entry_id: str
    report_id: str
    payment_id: str
    subject_id: str
    expected: Money | None
    found: Money | None
    owner_id: str
    reason: str
    opened_at: datetime
    changed_at: datetime
    etag: str
