"""The carriers that there are."""

from __future__ import annotations

from marketplace.apps.carriers.providers.base import CarrierProvider, Keys
from marketplace.apps.carriers.providers.sendcloud import SendcloudProvider

CARRIERS: dict[str, type[CarrierProvider]] = {SendcloudProvider.code: SendcloudProvider}


def open_account(carrier: str, keys: Keys) -> CarrierProvider:
    """The adapter for one account."""
    return CARRIERS[carrier].of_keys(keys)
