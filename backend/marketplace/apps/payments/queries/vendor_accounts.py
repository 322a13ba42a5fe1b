"""Reads for the app that pays vendors."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.apps.payments import providers
from marketplace.apps.payments.models import Capture
from marketplace.apps.payments.providers.base import VendorAccounts


def providers_that_pay_vendors() -> list[str]:
    """The providers of the region in scope at which vendors can have accounts, by code."""
    codes = {providers.account_code(code) for code in providers.PROVIDERS if _pays_vendors(code)}
    return sorted(code for code in codes if providers.is_configured(code))


def single_charges(payment_ids: Collection[str], provider: str) -> dict[str, str]:
    """The provider's name of the one charge of each of these payments, where it has one and was made there. One query."""
    found = Capture.objects.filter(payment_id__in=payment_ids, payment__provider__in=providers.sharing_account(provider))
    charges: dict[str, list[str]] = {}
    for payment_id, reference in found.values_list("payment_id", "reference"):
        charges.setdefault(payment_id, []).append(reference)
    return {payment_id: names[0] for payment_id, names in charges.items() if len(names) == 1}


def _pays_vendors(code: str) -> bool:
    return providers.capabilities_of(code).vendor_accounts == VendorAccounts.TRANSFER
