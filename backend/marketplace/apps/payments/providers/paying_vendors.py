"""
The contract with a provider at which vendors have accounts (``VendorAccounts.TRANSFER``): opening them, and moving money to them.

As in ``base.py``, every call goes over a network and is made outside any transaction, and the same key acts once.
:raises ProviderUnavailable: passing; the same key is sent again
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import msgspec

from marketplace.apps.payments.types import VendorAccount, VendorTransfer
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

    @abstractmethod
    def open_vendor_account(self, vendor_id: str, *, country: str, idempotency_key: str) -> VendorAccount:
        """Open an account; the provider asks the vendor for the rest itself. :raises Rejected: for a country that it does not serve"""

    @abstractmethod
    def vendor_account_link(self, reference: str, *, return_url: str) -> str:
        """A page of the provider's on which the vendor answers what it asks for: for one visit, within minutes."""

    @abstractmethod
    def read_vendor_account(self, reference: str) -> VendorAccount:
        """The account as it is now. :raises Rejected: if the provider does not know it"""

    @abstractmethod
    def transfer(self, request: VendorTransferRequest) -> VendorTransfer:
        """Move the money, at once. :raises Rejected: final (too little in the balance, an account that is closed)"""

    @abstractmethod
    def find_transfer(self, end_to_end_id: str) -> VendorTransfer | None:
        """The transfer that was made under our id, if any: also after the provider has forgotten its keys."""

    @abstractmethod
    def reverse_transfer(self, reference: str, *, idempotency_key: str) -> VendorTransfer:
        """Take all of a transfer back; nothing if that was done. :raises Rejected: if the account has less"""

    @abstractmethod
    def list_transfers_of(self, bank_payout: str, *, account: str) -> list[str]:
        """The references of the transfers that made up what the provider sent from the vendor's account to the vendor's bank."""
