"""Accounts that vendors have at a payment provider, and transfers to them."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from marketplace.kit.money import Money


class VendorOnboarding(StrEnum):
    """
    How a vendor says at a provider who is paid: on ``page``s of the provider's; by the number of an account at a ``bank`` that the provider
    lists; or by the ``email`` address of its account there, which it has to confirm.
    """

    PAGE = "page"
    BANK = "bank"
    EMAIL = "email"


class VendorAccount(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's account as the provider sees it. ``is_ready``: it can be sent money, and send it on to the vendor's bank.

    ``missing`` are the provider's names of what it still asks the vendor for; ``problem`` is why it has stopped the account, or empty.
    """

    reference: str
    is_ready: bool
    missing: tuple[str, ...] = ()
    problem: str = ""


class NamedAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Where a vendor wants to be paid, named by itself: at a ``bank`` by the provider's code of it, or by an e-mail address (no bank)."""

    holder: str
    account: str
    currency: str
    bank: str = ""


class PayoutBank(msgspec.Struct, frozen=True, kw_only=True):
    """A bank, or a mobile wallet, that a provider pays to."""

    code: str
    name: str


class VendorTransferState(StrEnum):
    """``pending`` until the provider has paid it or given it up; ``reversed`` came back, whether or not it was paid before."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    REVERSED = "reversed"


class VendorTransfer(msgspec.Struct, frozen=True, kw_only=True):
    """
    Money that leaves the region's balance at the provider for a vendor's account. ``end_to_end_id`` is ours; ``reason`` is why it failed,
    came back or waits, in the provider's short words. ``returned`` is what came back of one that is paid, where it is a part.
    """

    reference: str
    end_to_end_id: str
    state: VendorTransferState
    reason: str = ""
    returned: Money | None = None
