"""Accounts that vendors have at a payment provider, and transfers to them."""

from __future__ import annotations

import msgspec

from marketplace.kit.money import Money


class VendorAccount(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's account as the provider sees it. ``is_ready``: it can be sent money, and send it on to the vendor's bank.

    ``missing`` are the provider's names of what it still asks the vendor for; ``problem`` is why it has stopped the account, or empty.
    """

    reference: str
    is_ready: bool
    missing: tuple[str, ...] = ()
    problem: str = ""


class VendorTransfer(msgspec.Struct, frozen=True, kw_only=True):
    """Money that was moved from the region's balance at the provider to a vendor's account. ``end_to_end_id`` is ours."""

    reference: str
    end_to_end_id: str
    amount: Money
    is_reversed: bool = False
