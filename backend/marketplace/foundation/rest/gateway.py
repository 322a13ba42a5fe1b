"""
Requests come through the gateway: it alone names the caller's address and scheme (X-Forwarded-For, X-Forwarded-Proto), and proves itself
by a secret, so that nobody who reaches this process by another way is believed, or answered.

Without a secret in the settings (a developer's machine) every request is taken. Health is answered to all: a load balancer and the
system that starts the processes ask for it, and it says nothing of anybody.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from marketplace.foundation.rest.problems import problem_response
from marketplace.foundation.rest.tenant import HOSTLESS_PATHS
from marketplace.kit.errors import MarketplaceError

HEADER = "Gateway-Secret"


class NotThroughGateway(MarketplaceError):
    """The request does not hold the secret that the gateway adds."""

    code = "not_through_gateway"
    status = 403
    title = "Requests come through the public address only"


def is_from_gateway(secret: str) -> bool:
    """Whether it is one of ours. Of several the first is sent and all are taken, so that it can be rotated."""
    given = secret.encode()
    ours = [known.encode() for known in settings.GATEWAY_SECRETS]
    return not ours or any(hmac.compare_digest(given, known) for known in ours)


class GatewayMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path not in HOSTLESS_PATHS and not is_from_gateway(request.META.pop("HTTP_GATEWAY_SECRET", "")):
            return problem_response(NotThroughGateway(), request)
        return self.get_response(request)
