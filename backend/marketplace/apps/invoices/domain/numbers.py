"""How papers are numbered: without gaps, in a series for each issuer, kind and year."""

from __future__ import annotations

from marketplace.apps.invoices.types import InvoiceKind

SERIES = {
    InvoiceKind.INVOICE: "INV",
    InvoiceKind.CREDIT_NOTE: "CRN",
    InvoiceKind.COMMISSION_INVOICE: "COM",
    InvoiceKind.COMMISSION_CREDIT_NOTE: "COC",
}


def number_text(region: str, kind: InvoiceKind, year: int, sequence: int) -> str:
    """Such as ``EU-INV-2026-000042``: with the region, so that a vendor of two regions has no number twice."""
    return f"{region.upper()}-{SERIES[kind]}-{year}-{sequence:06}"
