"""Rates per tenant and caller: a view names its ``throttle_scope`` and lists ``CallerThrottle``."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import ScopedRateThrottle

from marketplace.foundation.cache import valkey
from marketplace.foundation.rest.views import client_address, find_principal, network_of

# What holds where the settings name no other rate.
RATES = {
    "login": "30/min",
    "session": "120/min",
    "register": "20/hour",
    "password": "20/hour",
    "application": "20/hour",
    "pictures": "120/min",
    "import_drafts": "60/hour",
    "picture_search": "30/min",
    "assistant": "20/min",
    "assistant_read": "120/min",
    "feed": "20/min",
    "live": "60/min",
    "unsubscriptions": "120/min",  # mail programs do it for many people from few addresses
    "visitors": "60/hour",
    "behaviour": "600/min",
}


# Allows a request unless so many were within the window, and says else for how many milliseconds none is. In one step, so that of many
# at once no more than the rate come through. Refused ones do not count.
_ALLOW = """
    local limit, window_ms = tonumber(ARGV[1]), tonumber(ARGV[2])
    local time = redis.call('TIME')
    local now_ms = time[1] * 1000 + math.floor(time[2] / 1000)
    local oldest_ms = redis.call('LINDEX', KEYS[1], limit - 1)
    if oldest_ms and now_ms - oldest_ms < window_ms then return window_ms - (now_ms - oldest_ms) end
    redis.call('LPUSH', KEYS[1], now_ms)
    redis.call('LTRIM', KEYS[1], 0, limit - 1)
    redis.call('PEXPIRE', KEYS[1], window_ms)
    return 0
"""


class CallerThrottle(ScopedRateThrottle):
    """Counts in the tenant's cache (its keys begin with the tenant) by principal, or by address for those who have none."""

    def get_rate(self) -> str:
        """The settings' rate for the view's scope, else ours. :raises KeyError: for a scope that nobody has set a rate for"""
        scope = str(self.scope)
        return str(api_settings.DEFAULT_THROTTLE_RATES.get(scope) or RATES[scope])

    def allow_request(self, request: Request, view: Any) -> bool:
        """:raises CacheUnavailable: if nobody can say how often the caller came"""
        self.scope = view.throttle_scope
        self.rate = self.get_rate()
        requests, window_s = self.parse_rate(self.rate)
        assert requests is not None
        assert window_s is not None
        key = valkey.key(self.get_cache_key(request, view))
        (self._wait_ms,) = valkey.run(("EVAL", _ALLOW, 1, key, requests, window_s * 1000))
        return not self._wait_ms

    def wait(self) -> float:
        """Seconds until the next request is allowed."""
        return float(self._wait_ms / 1000)

    def get_cache_key(self, request: Request, view: Any) -> str:
        principal = find_principal(request)
        caller = f"{principal.audience}:{principal.id}" if principal else network_of(client_address(request))
        return f"throttle:{self.scope}:{caller}"
