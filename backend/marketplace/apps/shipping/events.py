from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event
from marketplace.kit.ids import VendorId


class DeliveryChanged(Event, frozen=True, kw_only=True):
    """A vendor delivers to other countries, in other ways or at other prices."""

    wire_name: ClassVar[str] = "shipping.delivery_changed.v1"
    vendor_id: VendorId
