"""What providers report of their settlements, asked for by API. Everything here calls a provider, outside any transaction."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.providers.settlements import ReportsSettlements
from marketplace.apps.payments.types import SettlementRow
from marketplace.foundation import tenancy


def list_settled(provider_code: str, since: datetime, until: datetime) -> list[SettlementRow]:
    """
    All that moved at the provider's account from ``since`` up to, not including, ``until``, a day at most.

    :raises ProviderUnavailable: if the provider does not answer, or our key may not ask; call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    provider = providers.get(provider_code)
    assert isinstance(provider, ReportsSettlements)  # the caller has the code from ``settling_providers``
    try:
        return provider.list_settled(since, until)
    except Rejected as rejected:
        raise ProviderUnavailable(note=f"{provider_code} does not report what it settled: {rejected.code}") from rejected
