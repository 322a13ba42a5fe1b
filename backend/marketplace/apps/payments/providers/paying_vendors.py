"""
The contract with a provider at which vendors have accounts (``VendorAccounts.TRANSFER``): opening them, and moving money to them.

How an account is opened depends on ``vendor_onboarding``: by a page (``open_vendor_account``), or as the vendor names it
(``name_vendor_account``). The reference of an account says all that a transfer needs.

As in ``base.py``, every call goes over a network and is made outside any transaction, and the same key acts once.
:raises ProviderUnavailable: passing; the same key is sent again
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import msgspec

from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.types import NamedAccount, PayoutBank, VendorAccount, VendorTransfer
from marketplace.kit.money import Money


class VendorTransferRequest(msgspec.Struct, frozen=True, kw_only=True):
    """
    Money for the vendor's ``account``. ``end_to_end_id`` names the attempt, and is the idempotency key. ``charge`` is the capture that all
    of it comes from, or empty: it comes from the balance.
    """

    end_to_end_id: str
    account: str
    amount: Money
    description: str
    charge: str = ""


class PaysVendors(ABC):
    """What a provider can do for vendors."""

    def open_vendor_account(self, vendor_id: str, *, country: str, idempotency_key: str) -> VendorAccount:
        """Open an account; the provider asks the vendor for the rest itself. :raises Rejected: for a country that it does not serve"""
        raise Rejected("no_pages")

    def vendor_account_link(self, reference: str, *, return_url: str) -> str:
        """A page of the provider's on which the vendor answers what it asks for: for one visit, within minutes."""
        raise Rejected("no_pages")

    def list_payout_banks(self, currency: str) -> list[PayoutBank]:
        """The banks and wallets that the provider pays ``currency`` to; nothing where a vendor names no bank."""
        return []

    def name_vendor_account(self, named: NamedAccount) -> VendorAccount:
        """The account that a vendor has named, as the provider knows it; the same for the same. :raises Rejected: if there is none"""
        raise Rejected("has_pages")

    @abstractmethod
    def read_vendor_account(self, reference: str) -> VendorAccount:
        """The account as it is now. :raises Rejected: if the provider does not know it"""

    @abstractmethod
    def transfer(self, request: VendorTransferRequest) -> VendorTransfer:
        """Move the money; what is asked for twice is moved once. :raises Rejected: final (too little in the balance, a closed account)"""

    @abstractmethod
    def find_transfer(self, end_to_end_id: str, *, reference: str) -> VendorTransfer | None:
        """
        The transfer that was made under our id, if any: also after the provider has forgotten its keys. ``reference`` is its own name of
        it, or empty if that was not learnt; a provider that does not find it then says so (``finds_transfers``).
        """

    def reverse_transfer(self, reference: str, *, idempotency_key: str) -> VendorTransfer:
        """Take all of a transfer back; nothing if that was done. :raises Rejected: if the account has less, or it cannot be done"""
        raise Rejected("not_reversible")

    def list_transfers_of(self, bank_payout: str, *, account: str) -> list[str]:
        """The references of the transfers that made up what the provider sent from the vendor's account to the vendor's bank."""
        return []
