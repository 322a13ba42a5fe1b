"""The words of webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

# What an endpoint may ask for, by the API's names of things.
EVENT_TYPES = ("order.changed", "product.changed", "payout.changed", "return.changed")
TEST = "webhook.test"  # asked for by a person


class EndpointState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"  # by its vendor
    DISABLED = "disabled"  # by us


class DisabledReason(StrEnum):
    NONE = ""
    FAILING = "failing"  # no request has succeeded for days
    GONE = "gone"  # it answered 410
    CLOSED = "closed"  # its vendor has left


class DeliveryState(StrEnum):
    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


Failure = Literal["", "answer", "unknown_host", "private_address", "no_connection", "timeout", "bad_answer"]


class EndpointView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's endpoint without its secret. ``failing_since`` is when the first request failed of those that none has succeeded after;
    ``former_secret_until`` is until when the secret before the last rotation signs as well.
    """

    id: str
    url: str
    description: str
    event_types: Sequence[str]
    state: EndpointState
    disabled_reason: DisabledReason
    created_at: datetime
    failing_since: datetime | None
    former_secret_until: datetime | None
    etag: str


class EndpointWithSecret(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint just made, or its secret just rotated: the only time that the ``secret`` is shown."""

    endpoint: EndpointView
    secret: str


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A request to an endpoint. ``subject_id`` is what has changed. Of the last attempt, ``answer_status`` is the HTTP status that came, and
    ``failure`` why it counts as none: ``answer`` (not 2xx), ``unknown_host``, ``private_address``, ``no_connection``, ``timeout`` or
    ``bad_answer`` (no HTTP).
    """

    id: str
    event_type: str
    subject_id: str
    state: DeliveryState
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    answer_status: int | None
    failure: Failure


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Something of a vendor's has changed: ``subject_id``, of the kind that ``event_type`` names."""

    vendor_id: str
    event_type: str
    subject_id: str


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one attempt: an HTTP ``status``, or the ``failure`` to get one."""

    status: int | None = None
    failure: Failure = ""

    @property
    def is_success(self) -> bool:
        return self.status is not None and 200 <= self.status < 300
