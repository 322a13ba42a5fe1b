"""Issuing the invoice of a sale, and a credit note for each reversal after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.invoices.domain import amounts
from marketplace.apps.invoices.models import Invoice, WaitingSale
from marketplace.apps.invoices.queries import faults_of_seller
from marketplace.apps.invoices.services import numbering
from marketplace.apps.invoices.types import InvoiceContent, InvoiceKind, InvoiceLine, Party
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import Order, Reversal, VendorOrder
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import rows, tenancy

BATCH = 100


class _AlreadyIssued(Exception):
    """Another process was quicker: the transaction is rolled back, and its number with it."""


def issue_papers(*, vendor_id: str, vendor_order_id: str, now: datetime) -> bool:
    """
    Issue what a vendor order is due: its invoice once nothing is left to send, and a credit note for each reversal that the invoice does
    not take into account. A sale whose vendor has not done its part waits (``WaitingSale``).

    Safe to repeat, also at the same time: each paper is issued once. The sale is read again after its invoice was stored, so a reversal
    that came meanwhile has its credit note, too. Returns whether nothing waits for the vendor.
    """
    invoice = _find(vendor_order_id, "")
    if invoice is None:
        part = order_queries.get_vendor_order(vendor_id, vendor_order_id)
        if not amounts.is_due(part):
            return True
        order = order_queries.get_order(part.order_owner, part.order_id)
        lines = amounts.invoice_lines(_sold(order, part), part.reversals)
        if not lines:  # nothing was paid, or all of it is refunded
            return True
        invoice = _issue_invoice(order, part, lines, now=now)
        if invoice is None:
            return False
    _issue_credit_notes(invoice, order_queries.get_vendor_order(vendor_id, vendor_order_id), now=now)
    return True


def issue_waiting(*, vendor_id: str = "", now: datetime) -> int:
    """Issue what waited for its vendor, of one vendor or of all; what still has to wait stays. Returns how many were looked at."""
    waiting = WaitingSale.objects.filter(**({"vendor_id": vendor_id} if vendor_id else {})).order_by("pk")
    looked_at, after = 0, ""
    while batch := list(waiting.filter(pk__gt=after)[:BATCH]):
        for sale in batch:
            if issue_papers(vendor_id=sale.vendor_id, vendor_order_id=sale.vendor_order_id, now=now):
                rows.delete_where(WaitingSale, "vendor_order_id = %(id)s", {"id": sale.vendor_order_id})
        looked_at, after = looked_at + len(batch), batch[-1].vendor_order_id
    return looked_at


def _issue_invoice(order: Order, part: VendorOrder, lines: tuple[InvoiceLine, ...], *, now: datetime) -> Invoice | None:
    """None where the vendor has not done its part: the sale waits."""
    vendor = vendor_queries.get_vendor(part.vendor_id)
    if faults_of_seller(vendor, has_vat=any(line.tax_rate_bp for line in lines)):
        rows.insert(WaitingSale(vendor_order_id=part.id, vendor_id=part.vendor_id, noted_at=now), unless_there=True)
        return None
    content = InvoiceContent(
        kind=InvoiceKind.INVOICE,
        language=part.language,
        timezone=tenancy.current().timezone,
        marketplace=tenancy.current().name,
        seller=party_of(vendor),
        buyer=_buyer(order),
        delivered_to=order.shipping_address,
        order_number=order.number,
        currency=part.total.currency,
        lines=lines,
        supplied_at=_supplied_at(part),
    )
    return _store(content, part, customer_id=order.customer_id, covered=[item.id for item in part.reversals], now=now)


def _issue_credit_notes(invoice: Invoice, part: VendorOrder, *, now: datetime) -> None:
    noted = set(Invoice.objects.filter(vendor_order_id=part.id).values_list("reversal_id", flat=True))
    missing = [item for item in part.reversals if item.id not in noted and item.id not in invoice.covered]
    if not missing:
        return
    sold = _sold(order_queries.get_order(part.order_owner, part.order_id), part)
    original = invoice.as_issued()
    for reversal in missing:
        lines = amounts.credit_lines(sold, part.reversals[: part.reversals.index(reversal)], reversal)
        if lines:
            content = msgspec.structs.replace(
                original.content,
                kind=InvoiceKind.CREDIT_NOTE,
                lines=lines,
                corrects=original.number,
                corrects_issued_at=original.issued_at,
                reason=_reason_of(reversal),
            )
            about = {"reversal_id": reversal.id, "corrects_id": invoice.id}
            _store(content, part, customer_id=invoice.customer_id, now=now, **about)


def _store(content: InvoiceContent, part: VendorOrder, *, now: datetime, reversal_id: str = "", **about: Any) -> Invoice:
    """The paper with the next number of its vendor, or the one that is there already. One transaction, so that no number is lost."""
    names = {"vendor_id": part.vendor_id, "order_id": part.order_id, "vendor_order_id": part.id, "reversal_id": reversal_id}
    try:
        with tenancy.atomic():
            number = numbering.take(part.vendor_id, content.kind, now=now)
            if _find(part.id, reversal_id) is not None:  # seen after the counter was locked
                raise _AlreadyIssued
            rows.delete_where(WaitingSale, "vendor_order_id = %(id)s", {"id": part.id})
            return numbering.store(content, number, now=now, **names, **about)
    except _AlreadyIssued:
        found = _find(part.id, reversal_id)
        assert found is not None
        return found


def _find(vendor_order_id: str, reversal_id: str) -> Invoice | None:
    return Invoice.objects.filter(vendor_order_id=vendor_order_id, reversal_id=reversal_id).first()


def _sold(order: Order, part: VendorOrder) -> Sequence[amounts.Sold]:
    quoted = next(item for item in order.quote.parts if item.vendor_id == part.vendor_id)
    return amounts.sold_of(part, shipping_tax=quoted.shipping_tax, shipping_tax_rate_bp=quoted.shipping_tax_rate_bp)


def party_of(vendor: VendorView) -> Party:
    """The vendor as a paper names it."""
    return Party(
        name=vendor.legal_name,
        address=vendor.address,
        vat_number=vendor.vat_number,
        registration_number=vendor.registration_number,
    )


def _buyer(order: Order) -> Party:
    address = order.billing_address or order.shipping_address
    if address is None:
        return Party(name=order.email, address=None)
    return Party(name=address.company or address.name, address=_without_phone(address), vat_number=address.vat_number)


def _without_phone(address: Address) -> Address:
    return msgspec.structs.replace(address, phone="", company="", vat_number="")


def _supplied_at(part: VendorOrder) -> datetime:
    if part.settles_on_delivery and part.delivered_at is not None:
        return part.delivered_at
    return max((item.shipped_at for item in part.shipments), default=part.created_at)


def _reason_of(reversal: Reversal) -> str:
    return str(reversal.reason_code or reversal.cause)
