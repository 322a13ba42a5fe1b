"""The files of invoices: made of their rows, archived with their digest, opened by links that live for minutes."""

from __future__ import annotations

import hashlib
from datetime import datetime

from marketplace.apps.invoices.errors import InvoiceNotFound
from marketplace.apps.invoices.models import Invoice, InvoiceFile
from marketplace.apps.invoices.types import IssuedInvoice
from marketplace.foundation import rows
from marketplace.foundation.blobs import PrivateLink, private_link, save_private

CONTENT_TYPE = "application/pdf"
BATCH = 100


def archive_file(*, invoice_id: str, now: datetime) -> InvoiceFile:
    """
    Make the file of an invoice and keep it with its digest. Safe to repeat, also at the same time: the same row makes the same file, and
    what was archived stays.

    :raises InvoiceNotFound:
    :raises BlobsUnavailable: if it cannot be kept; nothing is noted then
    """
    known = InvoiceFile.objects.filter(pk=invoice_id).first()
    if known is not None:
        return known
    row = Invoice.objects.filter(pk=invoice_id).first()
    if row is None:
        raise InvoiceNotFound
    content = _pdf_of(row.as_issued())
    digest = hashlib.sha256(content).hexdigest()
    path = save_private(f"invoices/{row.issuer}/{row.id}", content, CONTENT_TYPE)
    file = InvoiceFile(invoice_id=row.id, path=path, sha256=digest, size_bytes=len(content), archived_at=now)
    rows.insert(file, unless_there=True)
    return InvoiceFile.objects.get(pk=invoice_id)


def archive_missing_files(*, now: datetime) -> int:
    """Make the files that a crash or an outage left out. Returns how many it made."""
    archived = InvoiceFile.objects.values("pk")
    missing = list(Invoice.objects.exclude(pk__in=archived).order_by("id").values_list("id", flat=True)[:BATCH])
    for invoice_id in missing:
        archive_file(invoice_id=invoice_id, now=now)
    return len(missing)


def link_to_file(*, invoice_id: str, vendor_id: str = "", order_id: str = "", now: datetime) -> PrivateLink:
    """
    A link that downloads the file of an invoice, of that vendor or order alone where one is named.

    :raises InvoiceNotFound: if there is none
    :raises BlobsUnavailable: if the file is not there yet and cannot be kept
    """
    wanted = {"pk": invoice_id, "vendor_id": vendor_id, "order_id": order_id}
    number = Invoice.objects.filter(**{name: value for name, value in wanted.items() if value}).values_list("number", flat=True).first()
    if number is None:
        raise InvoiceNotFound
    file = archive_file(invoice_id=invoice_id, now=now)
    return private_link(file.path, filename=f"{number}.pdf", content_type=CONTENT_TYPE, now=now)


def _pdf_of(invoice: IssuedInvoice) -> bytes:
    from marketplace.apps.invoices.domain.pdf_file import as_pdf  # reads fonts: a third of a second that most processes never need

    return as_pdf(invoice)
