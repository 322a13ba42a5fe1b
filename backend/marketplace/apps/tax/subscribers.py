"""What taxes do when they hear of something."""

from __future__ import annotations

from marketplace.apps.tax import services
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.events import VendorApplied, VendorProfileChanged
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import BULK, subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(VendorApplied, VendorProfileChanged, name="tax.check_vat_number", queue=BULK)
def check_vat_number(event: VendorApplied | VendorProfileChanged, recorded: Recorded) -> None:
    services.check_if_due(vendor_queries.get_vendor(event.vendor_id), now=clock.now())
