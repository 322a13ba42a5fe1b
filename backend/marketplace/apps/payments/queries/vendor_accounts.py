"""Reads for the app that pays vendors."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.apps.payments import providers
from marketplace.apps.payments.models import Capture
from marketplace.apps.payments.providers.base import VendorAccounts
from marketplace.apps.payments.types import CaptureView, VendorOnboarding


def providers_that_pay_vendors() -> list[str]:
    """The providers of the region in scope at which vendors can have accounts, by code."""
    codes = {providers.account_code(code) for code in providers.PROVIDERS if _pays_vendors(code)}
    return sorted(code for code in codes if providers.is_configured(code))


def vendor_onboarding(provider: str) -> VendorOnboarding:
    """How a vendor names its account there. :raises ProviderUnknown:"""
    return providers.capabilities_of(provider).vendor_onboarding


def finds_vendor_transfers(provider: str) -> bool:
    """Whether "there is no such transfer" is the provider's last word. :raises ProviderUnknown:"""
    return providers.capabilities_of(provider).finds_transfers


def takes_currency(provider: str, currency: str) -> bool:
    """Whether the provider's account of the region in scope takes that currency."""
    return providers.takes(provider, currency)


def single_charges(payment_ids: Collection[str], provider: str) -> dict[str, CaptureView]:
    """The one charge of each of these payments, where it has one and was made at the provider. One query."""
    found = Capture.objects.filter(payment_id__in=payment_ids, payment__provider__in=providers.sharing_account(provider))
    charges: dict[str, list[CaptureView]] = {}
    for capture in found:
        charges.setdefault(capture.payment_id, []).append(capture.as_view())
    return {payment_id: captures[0] for payment_id, captures in charges.items() if len(captures) == 1}


def _pays_vendors(code: str) -> bool:
    return providers.capabilities_of(code).vendor_accounts == VendorAccounts.TRANSFER
