"""Ways to pay: as customers are offered them, and as rows that staff edit."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from marketplace.apps.payments.types.payments import SecuredBy
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

MethodKind = Literal["card", "bank", "wallet", "phone", "voucher", "cash", "none"]


class PaymentMethod(msgspec.Struct, frozen=True, kw_only=True):
    """
    A way to pay, and where it can be used. ``kind`` says what a page shows for it.

    ``country`` and ``currency`` are empty where it can be used with any. Amounts are in minor units of ``currency``, without the fee;
    ``amount_to_minor`` is the highest, None for no limit. It costs the customer ``fee_fixed_minor`` and ``fee_bp`` hundredths of a percent.
    """

    code: str
    provider: str
    kind: MethodKind
    name: Text | str  # a brand's name is the same in every language
    secured_by: SecuredBy
    country: str = ""
    currency: str = ""
    amount_from_minor: int = 0
    amount_to_minor: int | None = None
    fee_fixed_minor: int = 0
    fee_bp: int = 0

    @property
    def settles_on_delivery(self) -> bool:
        """Whether nothing is paid before the delivery."""
        return self.secured_by == SecuredBy.COLLECTION

    def fee_of(self, amount: Money) -> Money:
        """What paying ``amount`` this way costs on top, rounded half up."""
        return Money(self.fee_fixed_minor + (amount.minor * self.fee_bp + 5000) // 10_000, amount.currency)

    def fits(self, *, country: str | None, total: Money) -> bool:
        """Whether it can pay ``total`` from ``country`` (None: not known yet)."""
        is_place = self.country in ("", country) or country is None
        is_amount = self.amount_from_minor <= total.minor and (self.amount_to_minor is None or total.minor <= self.amount_to_minor)
        return is_place and is_amount and self.currency in ("", total.currency)


class MethodView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A row of the region's table of payment methods, as staff edit it. Of several rows with one ``code``, the first that fits is used.

    ``name`` is the key of a text. ``country`` and ``currency`` are empty where any will do. Amounts are in minor units of ``currency``.
    """

    id: str
    code: str
    provider: str
    kind: MethodKind
    name: str
    country: str
    currency: str
    amount_from_minor: int
    amount_to_minor: int | None
    fee_fixed_minor: int
    fee_bp: int
    position: int
    is_active: bool
    updated_at: datetime
    etag: str
