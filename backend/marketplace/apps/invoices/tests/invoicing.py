"""Sellers in whose name invoices are issued, and what is read of the papers."""

from __future__ import annotations

import io

from pypdf import PdfReader

from marketplace.apps.accounts.types import Address
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.invoices import queries, services
from marketplace.apps.invoices.domain.labels import AGREEMENT_VERSION
from marketplace.apps.orders import services as order_services
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR
from marketplace.foundation.blobs import open_blob
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

SHOP = Address(name="Atelier Noord", line1="Keizersgracht 12", postcode="1015 CS", city="Amsterdam", country="NL")


def make_seller(vendor_id: str, *, address: Address = SHOP, vat_number: str = "NL004495445B01") -> None:
    """The vendor has said all that an invoice needs, and accepted the agreement."""
    fill_profile(vendor_id, address=address, vat_number=vat_number)
    services.accept_agreement(vendor_id=vendor_id, version=AGREEMENT_VERSION, actor=VENDOR_ACTOR, now=NOW)


def fill_profile(vendor_id: str, **changes: object) -> None:
    etag = vendor_queries.get_vendor(vendor_id).etag
    vendor_services.change_profile(vendor_id=vendor_id, etag=etag, changes=changes, actor=VENDOR_ACTOR, now=NOW)


def papers(part):
    """Of a vendor order, in the order of their series and numbers."""
    found = queries.list_invoices(PageRequest(100), vendor_order_id=part.id).items
    return sorted(found, key=lambda item: (item.kind != "invoice", item.number))


def guest(part):
    return {"Order-Token": order_services.order_token(part.order_id)}


def text_of(path: str) -> str:
    with open_blob(path) as file:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages)


def assert_books_agree() -> None:
    report = insight_queries.check_books(now=NOW)
    assert report.is_clean, report
