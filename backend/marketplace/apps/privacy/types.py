"""What a customer may ask of the data that is stored about them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class ExportState(StrEnum):
    PENDING = "pending"
    READY = "ready"


class DataExportView(msgspec.Struct, frozen=True, kw_only=True):
    """A copy of all that is stored about the customer: asked for, and once it is ``ready``, to be downloaded until ``expires_at``."""

    id: str
    state: ExportState
    requested_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None


class DownloadLink(msgspec.Struct, frozen=True, kw_only=True):
    """An address that downloads the file once, without a login, until ``expires_at``."""

    url: str
    expires_at: datetime


class ErasureState(StrEnum):
    RUNNING = "running"
    DONE = "done"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What of a deleted account stays, by a stable ``code``, and why."""

    code: str
    text: str


class ErasureAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The account is closed; its data is deleted within minutes, but what is ``kept``."""

    kept: list[Kept]


class Retained(StrEnum):
    """What is deleted or erased by time."""

    MAILS = "mails"
    WEBHOOKS = "webhooks"
    UNSOLD_CHECKOUTS = "unsold_checkouts"
    ORDERS = "orders"
    EVIDENCE = "evidence"


class RetentionRunView(msgspec.Struct, frozen=True, kw_only=True):
    """What one night deleted of one kind: everything older than ``older_than``, ``count`` of them."""

    id: str
    retained: Retained
    older_than: datetime
    count: int
    ran_at: datetime
