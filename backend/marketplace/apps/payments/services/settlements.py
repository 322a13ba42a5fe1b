"""What providers report of their settlements, asked for by API. Everything here calls a provider, outside any transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.payments import providers
from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.providers.base import Rejected
from marketplace.apps.payments.providers.settlements import ReportsSettlements, TooMuchSettled
from marketplace.apps.payments.types import SettlementRow
from marketplace.foundation import tenancy

SHORTEST = timedelta(minutes=1)


def list_settled(provider_code: str, since: datetime, until: datetime) -> list[SettlementRow]:
    """
    All that moved at the provider's account from ``since`` up to, not including, ``until``, a day at most: in parts, if that is more
    than the provider lists at once.

    :raises ProviderUnavailable: if the provider does not answer, or our key may not ask; call again
    """
    tenancy.forbid_in_transaction("a payment provider is called")
    provider = providers.get(provider_code)
    assert isinstance(provider, ReportsSettlements)  # the caller has the code from ``settling_providers``
    try:
        return provider.list_settled(since, until)
    except TooMuchSettled:
        middle = (since + (until - since) / 2).replace(microsecond=0)  # providers count in seconds
        if middle - since < SHORTEST:
            raise
        return [*list_settled(provider_code, since, middle), *list_settled(provider_code, middle, until)]
    except Rejected as rejected:
        raise ProviderUnavailable(note=f"{provider_code} does not report what it settled: {rejected.code}") from rejected
