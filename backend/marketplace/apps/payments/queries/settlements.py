"""Which providers can be asked for what they settled."""

from __future__ import annotations

from datetime import timedelta

from marketplace.apps.payments import providers
from marketplace.apps.payments.providers.settlements import ReportsSettlements


def settling_providers() -> list[str]:
    """The accounts of the region in scope whose settlements can be asked for, by the provider's code."""
    codes = {providers.account_code(code) for code in providers.PROVIDERS if providers.capabilities_of(code).reports_settlements}
    return sorted(code for code in codes if providers.is_configured(code) and _can_report(code))


def reported_late(code: str) -> timedelta:
    """So long after it moved the provider, one of ``settling_providers``, may report a row."""
    provider = providers.get(code)
    assert isinstance(provider, ReportsSettlements)
    return provider.late


def _can_report(code: str) -> bool:
    provider = providers.get(code)
    return isinstance(provider, ReportsSettlements) and provider.can_report()
