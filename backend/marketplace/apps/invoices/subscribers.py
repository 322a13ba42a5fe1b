"""What invoices do when they hear of something."""

from __future__ import annotations

from marketplace.apps.invoices import services
from marketplace.apps.invoices.events import InvoiceIssued, InvoicingAccepted
from marketplace.apps.orders.events import SaleReversed, ShipmentSent, VendorOrderDelivered
from marketplace.foundation import clock
from marketplace.foundation.events.subscribers import BULK, subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(ShipmentSent, VendorOrderDelivered, SaleReversed, name="invoices.issue_papers")
def issue_papers(event: ShipmentSent | VendorOrderDelivered | SaleReversed, recorded: Recorded) -> None:
    services.issue_papers(vendor_id=event.vendor_id, vendor_order_id=event.vendor_order_id, now=clock.now())


@subscriber(InvoiceIssued, name="invoices.archive_file", queue=BULK)
def archive_file(event: InvoiceIssued, recorded: Recorded) -> None:
    services.archive_file(invoice_id=event.invoice_id, now=clock.now())


@subscriber(InvoicingAccepted, name="invoices.issue_waiting", queue=BULK)
def issue_waiting(event: InvoicingAccepted, recorded: Recorded) -> None:
    services.issue_waiting(vendor_id=event.vendor_id, now=clock.now())
