"""Numbers and rows of papers. Both in one transaction, which the caller opens, so that no number is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.invoices.domain.numbers import SERIES, number_text
from marketplace.apps.invoices.events import InvoiceIssued
from marketplace.apps.invoices.models import Invoice
from marketplace.apps.invoices.statements import NEXT_NUMBER
from marketplace.apps.invoices.types import InvoiceContent, InvoiceKind
from marketplace.apps.tax.queries import tax_day
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import new_id


class Number(msgspec.Struct, frozen=True):
    """A number that was taken: the counter's row is locked until the transaction ends."""

    issuer: str
    year: int
    sequence: int


def take(issuer: str, kind: InvoiceKind, *, now: datetime) -> Number:
    """The next number of the issuer's series. A transaction that fails gives it back."""
    year = tax_day(now).year
    counter = {"tenant_id": tenancy.current().slug, "issuer": issuer, "series": SERIES[kind], "year": year}
    found = sql.row(NEXT_NUMBER, counter)
    assert found is not None
    return Number(issuer, year, found[0])


def store(content: InvoiceContent, number: Number, *, vendor_id: str, now: datetime, invoice_id: str = "", **about: Any) -> Invoice:
    """The paper as a row, with its event; ``about`` are fields of the row."""
    invoice = Invoice(
        id=invoice_id or new_id("inv", at=now),
        kind=content.kind,
        issuer=number.issuer,
        series=SERIES[content.kind],
        year=number.year,
        sequence=number.sequence,
        number=number_text(tenancy.current().slug, content.kind, number.year, number.sequence),
        vendor_id=vendor_id,
        currency=content.currency,
        total_minor=content.total.minor,
        tax_minor=content.tax.minor,
        content=msgspec.to_builtins(content),
        issued_at=now,
        **about,
    )
    event = InvoiceIssued(invoice_id=invoice.id, vendor_id=vendor_id, order_id=invoice.order_id)
    rows.insert(invoice, events=[outbox.record(event, now=now)])
    return invoice
