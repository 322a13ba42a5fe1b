"""Accounts of vendors at payment providers, for the app that pays vendors. Everything here calls a provider, outside any transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import VendorAccountRefused
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.providers.paying_vendors import PaysVendors, VendorTransferRequest
from marketplace.apps.payments.types import NamedAccount, PayoutBank, VendorAccount, VendorTransfer
from marketplace.foundation import tenancy
from marketplace.kit.money import Money


def open_vendor_account(provider: str, *, vendor_id: str, country: str, number: int = 1) -> VendorAccount:
    """
    A new account, or the one that was opened for the vendor just before, by whichever owner: so the request names none of them. ``number``
    is 2 for the account after the first, and so on.

    :raises VendorAccountRefused: :raises ProviderUnavailable:
    """
    key = f"{vendor_id}:account" if number == 1 else f"{vendor_id}:account:{number}"
    with _asked(provider) as asked:
        return asked.open_vendor_account(vendor_id, country=country, idempotency_key=key)


def list_payout_banks(provider: str, currency: str) -> list[PayoutBank]:
    """The banks and wallets that the provider pays ``currency`` to. :raises VendorAccountRefused: :raises ProviderUnavailable:"""
    with _asked(provider) as asked:
        return asked.list_payout_banks(currency)


def name_vendor_account(provider: str, named: NamedAccount) -> VendorAccount:
    """The account that a vendor has named. :raises VendorAccountRefused: if the provider does not know it :raises ProviderUnavailable:"""
    with _asked(provider) as asked:
        return asked.name_vendor_account(named)


def vendor_account_link(provider: str, reference: str, *, return_url: str) -> str:
    """A page on which the vendor answers what the provider asks. :raises VendorAccountRefused: :raises ProviderUnavailable:"""
    with _asked(provider) as asked:
        return asked.vendor_account_link(reference, return_url=return_url)


def read_vendor_account(provider: str, reference: str) -> VendorAccount:
    """:raises VendorAccountRefused: if the provider does not know it :raises ProviderUnavailable: if it does not answer"""
    with _asked(provider) as asked:
        return asked.read_vendor_account(reference)


def transfer_to_vendor(
    provider: str, *, end_to_end_id: str, account: str, amount: Money, description: str, charge: str = ""
) -> VendorTransfer:
    """
    Move money to a vendor's account; once for one id, however late it is asked for again: the provider is asked for it first.

    :raises VendorAccountRefused: final :raises ProviderUnavailable: what was done is unknown; call again
    """
    request = VendorTransferRequest(end_to_end_id=end_to_end_id, account=account, amount=amount, description=description, charge=charge)
    with _asked(provider) as asked:
        return asked.find_transfer(end_to_end_id, reference="") or asked.transfer(request)


def find_vendor_transfer(provider: str, end_to_end_id: str, *, reference: str = "") -> VendorTransfer | None:
    """``reference`` is the provider's own name of it, if that is known. :raises ProviderUnavailable: if the provider does not answer"""
    with _asked(provider) as asked:
        return asked.find_transfer(end_to_end_id, reference=reference)


def reverse_vendor_transfer(provider: str, reference: str, *, end_to_end_id: str) -> VendorTransfer:
    """Take a transfer back; safe to repeat. :raises VendorAccountRefused: if the account has less :raises ProviderUnavailable:"""
    with _asked(provider) as asked:
        return asked.reverse_transfer(reference, idempotency_key=f"{end_to_end_id}:reverse")


def list_transfers_of(provider: str, bank_payout: str, *, account: str) -> list[str]:
    """The transfers that made up a payout to the vendor's bank. :raises VendorAccountRefused: :raises ProviderUnavailable:"""
    with _asked(provider) as asked:
        return asked.list_transfers_of(bank_payout, account=account)


@contextmanager
def _asked(provider: str) -> Iterator[PaysVendors]:
    """The provider; what it refuses is an error that other apps know."""
    tenancy.forbid_in_transaction("a payment provider is called")
    try:
        yield providers.paying_vendors(provider)
    except Rejected as rejected:
        raise VendorAccountRefused(reason=rejected.code) from rejected
