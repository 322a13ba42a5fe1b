"""What invoices tell the apps above them."""

from __future__ import annotations

from typing import ClassVar

from marketplace.foundation.events.types import Event


class InvoiceIssued(Event, frozen=True, kw_only=True):
    """An invoice or a credit note has its number; its file follows."""

    wire_name: ClassVar[str] = "invoices.invoice_issued.v1"
    invoice_id: str
    vendor_id: str
    order_id: str


class InvoicingAccepted(Event, frozen=True, kw_only=True):
    """A vendor lets the operator issue invoices in its name."""

    wire_name: ClassVar[str] = "invoices.invoicing_accepted.v1"
    vendor_id: str
