"""
How a request to Cosmos DB is repeated, and what is made of its failures.

Two kinds of failure differ: after *not done* (429, 449, 410, no connection) the request may be repeated whatever it was;
after *unsure* (408, 500, 503, a connection cut or silent after sending) it may have been executed. What may be repeated then
is for the caller to say, who finds out by ``is_unsure`` that a conflict may be with itself.
"""

from __future__ import annotations

import logging
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from azure.core.exceptions import (
    AzureError,
    ClientAuthenticationError,
    DecodeError,
    HttpResponseError,
    ServiceRequestError,
    ServiceRequestTimeoutError,
)
from django.conf import settings
from urllib3.exceptions import NewConnectionError

from marketplace.foundation import tenancy
from marketplace.foundation.documents import metering
from marketplace.foundation.documents.errors import StoreThrottled, StoreUnavailable

T = TypeVar("T")
Hook = Callable[..., None]

FIRST_WAIT_S = 0.02
MAX_WAIT_S = 1.0
THROTTLED = 429
NOT_DONE = frozenset({THROTTLED, 410, 449})
UNSURE = frozenset({408, 500, 502, 503, 504})
REFUSED = frozenset({401, 403})
NO_CONTAINER = 1003  # with 404: the container is not there, so nothing can be said about a document
CHARGE = "x-ms-request-charge"
RETRY_AFTER_MS = "x-ms-retry-after-ms"

log = logging.getLogger(__name__)


class Requests:
    """
    The requests of one call of the port, which may spend COSMOS_PATIENCE_S on waiting and on what came to nothing. Errors that
    say something about a document (404, 409, 412 ...) pass through.
    """

    def __init__(self, call: metering.Call) -> None:
        self.is_unsure = False
        self._call = call
        self._began = time.monotonic()
        self._repeats = 0

    def send(self, act: Callable[[Hook], T], *, may_repeat_unsure: bool = True) -> T:
        """
        What ``act`` gives; it passes the hook it is given on as ``response_hook``.

        :raises StoreThrottled: when the store asks for a longer wait than is left
        :raises StoreUnavailable: when it does not answer; the request may have been executed if ``is_unsure``
        """
        while True:
            try:
                return act(self.hook)
            except DecodeError as error:  # an answer of which a part is missing
                self._unsure(error, may_repeat_unsure)
            except HttpResponseError as error:
                self._charge(getattr(error, "headers", None) or {})
                self._after_answer(error, may_repeat_unsure)
            except (AzureError, OSError) as error:
                if _never_left(error):
                    self._wait_or_fail(error)
                    continue
                self._unsure(error, may_repeat_unsure)

    def hook(self, headers: Mapping[str, Any], *_: Any) -> None:
        self._charge(headers)

    def _charge(self, headers: Mapping[str, Any]) -> None:
        self._call.request_units += float(headers.get(CHARGE) or 0)

    def _after_answer(self, error: HttpResponseError, may_repeat_unsure: bool) -> None:
        status = error.status_code or 0
        if status == THROTTLED:
            self._wait_out(error)
        elif status in NOT_DONE:
            self._wait_or_fail(error)
        elif status in UNSURE:
            self._unsure(error, may_repeat_unsure)
        elif is_refusal(error):
            tell_refusal(error)
            raise StoreUnavailable from error
        elif getattr(error, "sub_status", None) == NO_CONTAINER:
            log.error("The document database of %s has not been provisioned: %s", tenancy.current().slug, error.message)
            raise StoreUnavailable from error
        else:
            raise error

    def _unsure(self, error: Exception, may_repeat: bool) -> None:
        self.is_unsure = True
        self._wait_or_fail(error, is_allowed=may_repeat)

    def _wait_out(self, error: HttpResponseError) -> None:
        self._call.throttled += 1
        asked_s = float((getattr(error, "headers", None) or {}).get(RETRY_AFTER_MS) or 0) / 1000
        wait_s = max(asked_s, FIRST_WAIT_S)
        if time.monotonic() - self._began + wait_s > settings.COSMOS_PATIENCE_S:
            raise StoreThrottled(retry_after_s=max(1, math.ceil(wait_s))) from error
        time.sleep(wait_s)

    def _wait_or_fail(self, error: Exception, *, is_allowed: bool = True) -> None:
        self._repeats += 1
        wait_s = min(FIRST_WAIT_S * 2**self._repeats, MAX_WAIT_S) * random.uniform(0.5, 1)  # noqa: S311
        if not is_allowed or time.monotonic() - self._began + wait_s > settings.COSMOS_PATIENCE_S:
            raise StoreUnavailable from error
        time.sleep(wait_s)


def is_refusal(error: Exception) -> bool:
    """Whether the store does not take our key or identity, or there is no identity to show it."""
    return isinstance(error, ClientAuthenticationError) or (isinstance(error, HttpResponseError) and error.status_code in REFUSED)


def tell_refusal(error: Exception) -> None:
    """For the operator; to the caller the store is unavailable."""
    log.error("Cosmos DB refuses the key or identity of %s: %s", tenancy.current().slug, str(error).partition("\n")[0])


def _never_left(error: Exception) -> bool:
    """
    Whether no connection was made. Azure's client says "request error" also where the request was sent, and encryption failed
    before an answer was read.
    """
    if not isinstance(error, ServiceRequestError):
        return False
    cause = error.inner_exception
    reasons = [cause, *(getattr(argument, "reason", None) for argument in getattr(cause, "args", ()))]
    return isinstance(error, ServiceRequestTimeoutError) or any(isinstance(reason, NewConnectionError) for reason in reasons)


@contextmanager
def calling(container: str, name: str) -> Iterator[tuple[Requests, metering.Call]]:
    """Around each call of the port. :raises ForbiddenInTransaction: :raises NoTenantScope:"""
    tenancy.forbid_in_transaction("a document store's call")
    tenancy.current()
    with metering.reported("cosmos", container, name) as call:
        yield Requests(call), call
