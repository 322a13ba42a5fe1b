"""The words of carriers: accounts, labels, and what a label is asked for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.orders.types import LineQuantity
from marketplace.kit.money import Money


class CarrierCode(StrEnum):
    """Where a vendor can buy labels: each one joins many carriers."""

    SENDCLOUD = "sendcloud"


class LabelPurpose(StrEnum):
    """``SHIPMENT`` goes to the customer, ``RETURN`` comes back."""

    SHIPMENT = "shipment"
    RETURN = "return"


class LabelState(StrEnum):
    """How far a label is. ``VOIDED`` and ``FAILED`` are ends: there is no label."""

    BUYING = "buying"  # asked for; whether it was bought is not known yet
    UNKNOWN = "unknown"  # the same, and the carrier cannot be asked with these keys: a person looks there, or connects others
    BOUGHT = "bought"
    SHIPPING = "shipping"  # its parcel is being entered into the order
    USED = "used"  # its parcel is on its way
    VOIDING = "voiding"  # asked for; whether the carrier took it back is not known yet
    VOIDED = "voided"
    FAILED = "failed"  # never bought


UNFINISHED = (LabelState.BUYING, LabelState.VOIDING)
ENDED = (LabelState.VOIDED, LabelState.FAILED)


class CarrierAccountView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A vendor's account at a carrier, without its secret. ``is_connected`` off: there is none, and ``etag`` is ``0``. ``is_refused``: its
    keys were refused the last time that they were used.
    """

    is_connected: bool
    carrier: str
    public_key: str
    connected_at: datetime | None
    is_refused: bool
    etag: str


class LabelOption(msgspec.Struct, frozen=True, kw_only=True):
    """A way to send a parcel; ``price`` is what the carrier asks the vendor for it, null where it does not say."""

    code: str
    name: str
    carrier: str
    price: Money | None


class LabelView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A label of one parcel. ``problem`` is why it ``failed``, is ``unknown``, or could not be voided: in the carrier's own words, or
    ``not_bought`` (it knows nothing of it), ``account_changed`` (another one is connected by then) or ``carrier_keys_refused``.
    ``shipment_id`` is that of the parcel once it is ``used``.
    """

    id: str
    vendor_order_id: str
    return_id: str
    purpose: LabelPurpose
    state: LabelState
    lines: list[LineQuantity]
    service: str
    weight_g: int
    carrier: str
    tracking_number: str
    tracking_url: str
    shipment_id: str
    problem: str
    requested_at: datetime
    bought_at: datetime | None


class LabelWish(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chooses for a label: ``service`` is the ``code`` of a ``LabelOption``; the weight is the whole parcel's, in grams."""

    service: str
    weight_g: int
