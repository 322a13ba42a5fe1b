"""Rates per tenant and caller: a view names its ``throttle_scope`` and lists ``CallerThrottle``."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import ScopedRateThrottle

from marketplace.foundation.rest.views import client_address, find_principal, network_of

# What holds where the settings name no other rate.
RATES = {
    "login": "30/min",
    "session": "120/min",
    "register": "20/hour",
    "password": "20/hour",
    "application": "20/hour",
}


class CallerThrottle(ScopedRateThrottle):
    """Counts in the tenant's cache (its keys begin with the tenant) by principal, or by address for those who have none."""

    def get_rate(self) -> str:
        """The settings' rate for the view's scope, else ours. :raises KeyError: for a scope that nobody has set a rate for"""
        scope = str(self.scope)
        return str(api_settings.DEFAULT_THROTTLE_RATES.get(scope) or RATES[scope])

    def get_cache_key(self, request: Request, view: Any) -> str:
        principal = find_principal(request)
        caller = f"{principal.audience}:{principal.id}" if principal else network_of(client_address(request))
        return f"throttle:{self.scope}:{caller}"
