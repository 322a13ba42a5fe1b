"""What is given to a provider for our side of a dispute."""

from __future__ import annotations

from datetime import datetime

import msgspec


class EvidenceParcel(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel that went to the customer."""

    carrier: str
    tracking_number: str
    sent_at: datetime


class DisputeEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """``file`` is a PDF with everything; the rest is what providers ask for by name. ``note`` is what staff say."""

    file: bytes
    filename: str
    customer_name: str
    customer_email: str
    description: str
    note: str
    parcels: tuple[EvidenceParcel, ...]
