from __future__ import annotations

from marketplace.kit.errors import Conflict, NotFound


class TooManyEndpoints(Conflict):
    """``limit`` is how many a vendor may have."""

    code = "too_many_webhooks"
    title = "There are too many webhooks; remove one first"


class EndpointNotActive(Conflict):
    """``state`` is the present one."""

    code = "webhook_not_active"
    title = "The webhook is paused or disabled; turn it on first"


class EndpointNotFound(NotFound):
    """The vendor has no such webhook, or no such delivery of it."""
