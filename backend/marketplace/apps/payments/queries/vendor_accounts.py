"""Reads for the app that pays vendors."""

from __future__ import annotations

from collections.abc import Collection

from marketplace.apps.payments import providers
from marketplace.apps.payments.models import Capture
from marketplace.apps.payments.providers.base import VendorAccounts
from marketplace.apps.payments.types import CaptureView


def providers_that_pay_vendors() -> list[str]:
    """The providers of the region in scope at which vendors can have accounts, by code."""
    codes = {providers.account_code(code) for code in providers.PROVIDERS if _pays_vendors(code)}
    return sorted(code for code in codes if providers.is_configured(code))


def single_charges(payment_ids: Collection[str], provider: str) -> dict[str, CaptureView]:
    """The one charge of each of these payments, where it has one and was made at the provider. One query."""
    found = Capture.objects.filter(payment_id__in=payment_ids, payment__provider__in=providers.sharing_account(provider))
    charges: dict[str, list[CaptureView]] = {}
    for capture in found:
        charges.setdefault(capture.payment_id, []).append(capture.as_view())
    return {payment_id: captures[0] for payment_id, captures in charges.items() if len(captures) == 1}


def _pays_vendors(code: str) -> bool:
    return providers.capabilities_of(code).vendor_accounts == VendorAccounts.TRANSFER
