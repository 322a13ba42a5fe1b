"""What a provider says that it took, paid back, kept and sent: the rows of its settlement reports."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.kit.money import Money


class SettlementKind(StrEnum):
    """``transfer``: to our bank; ``payout``: to a vendor; ``other``: what we have no word for."""

    CHARGE = "charge"
    REFUND = "refund"
    DISPUTE = "dispute"
    FEE = "fee"
    TRANSFER = "transfer"
    PAYOUT = "payout"
    OTHER = "other"


class SettlementRow(msgspec.Struct, frozen=True, kw_only=True):
    """
    A row of a provider's report. ``amount`` is as it changes what the provider holds for us; ``fee`` is positive for what it keeps of
    that, None where the report does not say. ``reference`` is unique at the provider and that of its file; ``names`` are what our payment,
    refund or dispute may be called, the surest first. ``batch`` is the ``reference`` of the payment to our bank that it belongs to, at a
    provider that reports by those, else empty.
    """

    kind: SettlementKind
    reference: str
    names: tuple[str, ...]
    amount: Money
    fee: Money | None
    occurred_at: datetime
    batch: str = ""
