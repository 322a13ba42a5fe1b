"""The providers that there are, and the one in scope: made for the region from the region's account."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from marketplace.apps.payments.errors import ProviderUnknown
from marketplace.apps.payments.providers.base import Capabilities, PaymentProvider
from marketplace.apps.payments.providers.cash import CashProvider
from marketplace.apps.payments.providers.flutterwave import FlutterwaveProvider
from marketplace.apps.payments.providers.mollie import MollieProvider
from marketplace.apps.payments.providers.momo import MomoProvider
from marketplace.apps.payments.providers.nothing import NothingProvider
from marketplace.apps.payments.providers.paying_vendors import PaysVendors
from marketplace.apps.payments.providers.paypal import PayPalProvider
from marketplace.apps.payments.providers.paystack import PaystackProvider
from marketplace.apps.payments.providers.sandbox import SandboxProvider
from marketplace.apps.payments.providers.stripe import StripeManualProvider, StripeProvider
from marketplace.foundation import tenancy

PROVIDERS: dict[str, type[PaymentProvider]] = {
    provider.code: provider
    for provider in (
        SandboxProvider,
        MollieProvider,
        StripeProvider,
        StripeManualProvider,
        PayPalProvider,
        MomoProvider,
        PaystackProvider,
        FlutterwaveProvider,
        CashProvider,
        NothingProvider,
    )
}


def get(code: str) -> PaymentProvider:
    """The provider for the region in scope. :raises ProviderUnknown: if there is none of that code, or the region has no account there"""
    kind = PROVIDERS.get(code)
    account = _accounts(code).get(tenancy.current().slug)
    if kind is None or (account is None and kind.needs_account):
        raise ProviderUnknown
    return kind.of_account(account or {})


def paying_vendors(code: str) -> PaysVendors:
    """The provider at which vendors have accounts. :raises ProviderUnknown: if it is none, or the region has no account there"""
    provider = get(code)
    if not isinstance(provider, PaysVendors):
        raise ProviderUnknown
    return provider


def is_configured(code: str) -> bool:
    """Whether the region in scope can use it: its methods are offered only then."""
    kind = PROVIDERS.get(code)
    return kind is not None and (not kind.needs_account or tenancy.current().slug in _accounts(code))


def takes(code: str, currency: str) -> bool:
    """Whether the account of the region in scope takes that currency."""
    kind = PROVIDERS.get(code)
    taken = kind.currencies(_accounts(code).get(tenancy.current().slug, {})) if kind else frozenset([""])
    return not taken or currency in taken


def challenges(code: str, method: str) -> bool:
    """Whether the customer's bank looks at the customer who pays by that method of it, if we ask for it or always."""
    kind = PROVIDERS.get(code)
    return kind is not None and kind.challenges(method)


def is_watched(code: str) -> bool:
    """Whether it can be asked if it answers and knows our key."""
    kind = PROVIDERS.get(code)
    return kind is not None and kind.is_watched


def account_code(code: str) -> str:
    """The provider whose account, and address for webhooks, it uses: mostly its own."""
    kind = PROVIDERS.get(code)
    return (kind.account_of_code if kind else "") or code


def sharing_account(code: str) -> list[str]:
    """All providers at the account of one."""
    return [each for each in PROVIDERS if account_code(each) == account_code(code)]


def _accounts(code: str) -> dict[str, dict[str, Any]]:
    accounts: dict[str, dict[str, Any]] = settings.PAYMENT_ACCOUNTS.get(account_code(code), {})
    return accounts


def capabilities_of(code: str) -> Capabilities:
    """:raises ProviderUnknown: if there is none of that code"""
    try:
        return PROVIDERS[code].capabilities
    except KeyError:
        raise ProviderUnknown from None
