"""The words of credit: gift cards and store credit, which are one thing reached in two ways."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from marketplace.apps.pricing.types import TenderKind
from marketplace.kit.money import Money


class CreditState(StrEnum):
    """Whether a credit can pay. A blocked one keeps its balance."""

    ACTIVE = "active"
    BLOCKED = "blocked"


class IssueState(StrEnum):
    """``proposed`` waits for a second person; only what is ``issued`` is in the books."""

    PROPOSED = "proposed"
    ISSUED = "issued"
    REJECTED = "rejected"


class ReservationState(StrEnum):
    """``held`` while its checkout is open; then ``redeemed`` by the sale, or ``released``."""

    HELD = "held"
    REDEEMED = "redeemed"
    RELEASED = "released"


# Why a credit pays nothing.
CreditProblem = Literal["blocked", "expired", "other_currency", "empty"]


class PurchaseState(StrEnum):
    """``pending`` until it is paid; ``failed`` may still be paid late. Only what is ``paid`` is a gift card, until it is ``refunded``."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    REFUNDED = "refunded"


CREDIT_KINDS = (TenderKind.GIFT_CARD.value, TenderKind.STORE_CREDIT.value)


class CreditView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A credit as staff read it. ``balance`` is owed to its holder; ``reserved`` of it is set aside for checkouts that are open.

    ``code_hint`` is the end of a gift card's code, and ``customer_id`` whose store credit it is; each is empty for the other kind.
    """

    id: str
    kind: TenderKind
    state: CreditState
    customer_id: str
    code_hint: str
    balance: Money
    reserved: Money
    expires_at: datetime | None
    created_at: datetime

    @property
    def available(self) -> Money:
        return self.balance - self.reserved

    def problem_at(self, now: datetime) -> CreditProblem | None:
        """Why it pays nothing at that time, if it does not."""
        if self.state is CreditState.BLOCKED:
            return "blocked"
        if self.expires_at is not None and self.expires_at <= now:
            return "expired"
        return None if self.available else "empty"


class CreditOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What a credit could pay of one cart: ``available``, which is zero where there is a ``problem``."""

    id: str
    kind: TenderKind
    code_hint: str
    available: Money
    problem: CreditProblem | None


class CreditUse(msgspec.Struct, frozen=True, kw_only=True):
    """``amount`` of a credit that pays a part of one vendor order, in place of the ``provider``'s money."""

    credit_id: str
    amount: Money
    vendor_id: str
    order_id: str
    vendor_order_id: str
    payment_id: str
    provider: str


class IssueView(msgspec.Struct, frozen=True, kw_only=True):
    """Credit that staff give. ``code`` opens the gift card, and is in the answer that issues it alone. ``credit_id`` is null before."""

    id: str
    kind: TenderKind
    state: IssueState
    credit_id: str | None
    customer_id: str
    amount: Money
    reason: str
    expires_at: datetime | None
    needs_second_person: bool
    created_by: str
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    code: str | None = None


class GiftCardRange(msgspec.Struct, frozen=True, kw_only=True):
    """What a gift card that is bought in one currency can hold: both ends included."""

    least: Money
    most: Money


class GiftCardOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer wants: a card of ``amount`` for ``recipient_email``, mailed in ``language`` at ``send_at``, with a message."""

    amount: Money
    recipient_email: str
    sender_name: str
    message: str
    language: str
    send_at: datetime


class PurchaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A gift card that a customer buys or has bought. Its code is mailed to the recipient, and shown to nobody else."""

    id: str
    state: PurchaseState
    customer_id: str
    amount: Money
    recipient_email: str
    sender_name: str
    message: str
    send_at: datetime
    sent_at: datetime | None
    payment_id: str
    credit_id: str
    created_at: datetime
    paid_at: datetime | None
    refunded_at: datetime | None
