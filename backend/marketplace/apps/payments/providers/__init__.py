"""The providers that there are, by code."""

from __future__ import annotations

from marketplace.apps.payments.errors import ProviderUnknown
from marketplace.apps.payments.providers.base import PaymentProvider
from marketplace.apps.payments.providers.cash import CashProvider
from marketplace.apps.payments.providers.sandbox import SandboxProvider

_PROVIDERS: dict[str, PaymentProvider] = {provider.code: provider for provider in (SandboxProvider(), CashProvider())}


def get(code: str) -> PaymentProvider:
    """:raises ProviderUnknown: if there is none of that code"""
    try:
        return _PROVIDERS[code]
    except KeyError:
        raise ProviderUnknown from None
