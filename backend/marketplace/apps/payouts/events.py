"""Events of payouts."""

from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event
from marketplace.kit.money import Money


class PayoutEvent(Event, frozen=True, kw_only=True):
    """Base: which payout of which vendor."""

    payout_id: str
    vendor_id: str


class PayoutSent(PayoutEvent, frozen=True, kw_only=True):
    """The payout is booked and its transfer ordered."""

    wire_name: ClassVar[str] = "payouts.payout_sent.v1"


class PayoutPaid(PayoutEvent, frozen=True, kw_only=True):
    """The bank has executed the transfer."""

    wire_name: ClassVar[str] = "payouts.payout_paid.v1"


class PayoutFailed(PayoutEvent, frozen=True, kw_only=True):
    """The bank refused the transfer; the payout keeps its rows and will be sent again."""

    wire_name: ClassVar[str] = "payouts.payout_failed.v1"


class PayoutCanceled(PayoutEvent, frozen=True, kw_only=True):
    """The payout was canceled before it was paid; its rows are payable again."""

    wire_name: ClassVar[str] = "payouts.payout_canceled.v1"


class VendorDebtExceeded(Event, frozen=True, kw_only=True):
    """A vendor owes more than the region's limit: nothing is paid to it until it owes less."""

    wire_name: ClassVar[str] = "payouts.vendor_debt_exceeded.v1"
    vendor_id: str
    warning_id: str
    debt: Money
    limit: Money


class PayoutReturned(PayoutEvent, frozen=True, kw_only=True):
    """The money came back after it was paid; it is payable again."""

    wire_name: ClassVar[str] = "payouts.payout_returned.v1"
