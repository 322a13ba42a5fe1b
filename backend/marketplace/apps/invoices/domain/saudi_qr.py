"""
The QR code of a Saudi simplified tax invoice: five facts as tag, length, value, in Base64 (ZATCA, Electronic Invoice Security Features
Implementation Standards, annex on the QR code; phase 1). The stamp of phase 2 (tags 6 to 9) needs a certificate of the seller's.
"""

from __future__ import annotations

import base64
from datetime import UTC
from itertools import count

from marketplace.apps.invoices.types import IssuedInvoice

COUNTRY = "SA"
MAX_BYTES = 255  # a length is one byte


def has_saudi_qr(invoice: IssuedInvoice) -> bool:
    """Whether the seller is a Saudi one that is registered for VAT."""
    seller = invoice.content.seller
    return seller.address is not None and seller.address.country == COUNTRY and bool(seller.vat_number)


def qr_text(invoice: IssuedInvoice) -> str:
    """Seller's name, its VAT number, the time, the total with VAT, and the VAT."""
    content = invoice.content
    at = f"{invoice.issued_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    facts = (content.seller.name, content.seller.vat_number, at, f"{content.total.decimal():f}", f"{content.tax.decimal():f}")
    return base64.b64encode(b"".join(_field(tag, fact) for tag, fact in zip(count(1), facts, strict=False))).decode()


def _field(tag: int, fact: str) -> bytes:
    value = fact.encode()[:MAX_BYTES].decode(errors="ignore").encode()  # never half a letter
    return bytes((tag, len(value))) + value
