"""What carriers do when they hear of something."""

from __future__ import annotations

from marketplace.apps.carriers import services
from marketplace.apps.vendors.events import VendorClosed
from marketplace.foundation.events.subscribers import subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(VendorClosed, name="carriers.forget_keys")
def forget_keys(event: VendorClosed, recorded: Recorded) -> None:
    services.forget_keys(event.vendor_id)
