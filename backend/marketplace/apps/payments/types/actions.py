"""What a customer has to do next for a payment."""

from __future__ import annotations

from datetime import datetime

import msgspec


class VisitAddress(msgspec.Struct, frozen=True, kw_only=True, tag="redirect"):
    """The customer visits ``url`` and comes back from there."""

    url: str


class ConfirmInPage(msgspec.Struct, frozen=True, kw_only=True, tag="confirm_in_page"):
    """The provider's own script ``library`` confirms the payment inside the shop's page, with these two public values."""

    library: str
    client_secret: str
    publishable_key: str


class ApproveOnPhone(msgspec.Struct, frozen=True, kw_only=True, tag="approve_on_phone"):
    """The customer approves on the phone ``phone``; the page reads the checkout again every ``poll_interval_s`` seconds."""

    phone: str
    poll_interval_s: int
    expires_at: datetime | None = None


class VoucherDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to enter where a voucher is paid: ``name`` is a code such as ``iban``, which clients translate."""

    name: str
    value: str


class PayVoucher(msgspec.Struct, frozen=True, kw_only=True, tag="pay_voucher"):
    """
    The customer pays ``reference`` at a shop or by a bank transfer. ``details`` are what to enter there, in the order in which to show
    them. A list, since neither PostgreSQL nor JSON keeps the order of an object.
    """

    reference: str
    details: list[VoucherDetail] = []
    url: str = ""
    expires_at: datetime | None = None


# What the customer has to do next.
PaymentAction = VisitAddress | ConfirmInPage | ApproveOnPhone | PayVoucher
