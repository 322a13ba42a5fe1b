"""Invoices as customers, vendors and staff find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from marketplace.apps.invoices.domain.structured import has_structured_form
from marketplace.apps.invoices.errors import InvoiceNotFound, NoStructuredForm
from marketplace.apps.invoices.models import Invoice, InvoiceFile
from marketplace.apps.invoices.types import InvoiceView, UblFile
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def get_invoice(invoice_id: str, *, vendor_id: str = "", order_id: str = "") -> InvoiceView:
    """The invoice, of that vendor or order alone where one is named. :raises InvoiceNotFound: if there is none"""
    row = _row(invoice_id, vendor_id=vendor_id, order_id=order_id)
    return row.as_view(_digests([row.id]).get(row.id, ""))


def get_ubl(invoice_id: str, *, vendor_id: str = "", order_id: str = "") -> UblFile:
    """
    The invoice as UBL 2.1, of that vendor or order alone where one is named. It is made of the row each time, and is the same each time.

    :raises InvoiceNotFound: if there is none
    :raises NoStructuredForm: if EN 16931 cannot say it
    """
    from marketplace.apps.invoices.domain.ubl import as_ubl  # lxml and schemas, which few processes need

    issued = _row(invoice_id, vendor_id=vendor_id, order_id=order_id).as_issued()
    if not has_structured_form(issued.content):
        raise NoStructuredForm
    return UblFile(name=f"{issued.number}.xml", content=as_ubl(issued))


def list_invoices(
    page: PageRequest, *, vendor_id: str = "", order_id: str = "", vendor_order_id: str = "", kind: str = ""
) -> Page[InvoiceView]:
    """Newest first; empty filters do not filter."""
    wanted = {"vendor_id": vendor_id, "order_id": order_id, "vendor_order_id": vendor_order_id, "kind": kind}
    rows = Invoice.objects.filter(**{name: value for name, value in wanted.items() if value}).order_by("-issued_at", "-id")
    if page.cursor:
        at, after = decode_cursor(page.cursor, tuple[datetime, str])
        rows = rows.filter(Q(issued_at__lt=at) | Q(issued_at=at, id__lt=after))
    found = page_of(list(rows[: page.limit + 1]), page, position=lambda row: (row.issued_at, row.id))
    digests = _digests(row.id for row in found.items)
    return found.map(lambda row: row.as_view(digests.get(row.id, "")))


def list_invoices_of_customer(customer_id: str) -> list[InvoiceView]:
    """All invoices to a customer, oldest first: for the copy of what is stored about a customer."""
    rows = list(Invoice.objects.filter(customer_id=customer_id).order_by("id"))
    digests = _digests(row.id for row in rows)
    return [row.as_view(digests.get(row.id, "")) for row in rows]


def _row(invoice_id: str, **owners: str) -> Invoice:
    wanted = {"pk": invoice_id, **owners}
    row = Invoice.objects.filter(**{name: value for name, value in wanted.items() if value}).first()
    if row is None:
        raise InvoiceNotFound
    return row


def _digests(invoice_ids: Iterable[str]) -> Mapping[str, str]:
    return dict(InvoiceFile.objects.filter(pk__in=list(invoice_ids)).values_list("pk", "sha256"))
