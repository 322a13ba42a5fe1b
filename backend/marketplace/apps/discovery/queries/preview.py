"""A product's page as it would be in the shop, for its vendor's people: by a link that lives for minutes and opens this product alone."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.errors import TakenDownByStaff
from marketplace.apps.discovery.queries.listing import ProductNotFound
from marketplace.apps.discovery.queries.product import page_of_product
from marketplace.apps.discovery.types.lists import Place
from marketplace.apps.discovery.types.pages import PreviewLink, ProductDetail
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation.encryption import CannotDecrypt, decrypt, encrypt
from marketplace.foundation.mail import web_url
from marketplace.kit.errors import MarketplaceError, NotFound

LINK_LIFE = timedelta(minutes=30)
PURPOSE = "product-preview"
EDITING = ("owner", "manager")
PREVIEWING = (VendorState.PENDING, VendorState.APPROVED)


class PreviewExpired(MarketplaceError):
    """The product is still there: its vendor's people ask for another link."""

    code = "preview_expired"
    status = 410
    title = "This preview has expired; open another one from the product"


class _Preview(msgspec.Struct, frozen=True):
    product_id: str
    vendor_id: str
    viewer_id: str  # one of the vendor's people, or its API key
    expires_at: datetime


def link_to_preview(*, vendor_id: str, product_id: str, viewer_id: str, now: datetime) -> PreviewLink:
    """
    The address of the product's page as it would be. What is in it is encrypted with a key of the tenant, so nobody makes, changes or
    reads one, and no other region opens it.

    :raises DocumentNotFound: if the vendor has no such product
    :raises TakenDownByStaff: if staff took it down
    :raises VendorStateForbids: if the vendor is suspended, or has left
    """
    product = catalog_queries.get_product(vendor_id, product_id)
    if product.taken_down is not None:
        raise TakenDownByStaff(reason=product.taken_down.reason)
    vendor = vendor_queries.get_vendor(vendor_id)
    if vendor.state not in PREVIEWING:
        raise VendorStateForbids(state=vendor.state)
    preview = _Preview(product.id, vendor_id, viewer_id, now + LINK_LIFE)
    token = encrypt(msgspec.json.encode(preview), purpose=PURPOSE)
    return PreviewLink(url=web_url(f"/product-previews/{token}"), expires_at=preview.expires_at)


def get_preview(token: str, *, place: Place, now: datetime) -> ProductDetail:
    """
    The page of the product as it is stored now, published or not.

    :raises ProductNotFound: for a link that was altered or made up, is another region's, or whose maker edits the vendor's products
        no more; for a product that staff took down, and of a vendor that is suspended or has left
    :raises PreviewExpired: if its time is over
    """
    try:
        preview = msgspec.json.decode(decrypt(token, purpose=PURPOSE), type=_Preview)
    except (CannotDecrypt, UnicodeEncodeError):
        raise ProductNotFound from None
    if now >= preview.expires_at:
        raise PreviewExpired
    product = catalog_queries.find_product(preview.vendor_id, preview.product_id)
    vendor = vendor_queries.get_vendor(preview.vendor_id)
    if product is None or product.taken_down is not None or vendor.state not in PREVIEWING or not _may_look(preview):
        raise ProductNotFound
    return page_of_product(product, vendor, place, now=now)


def _may_look(preview: _Preview) -> bool:
    """Whether the link's maker edits the vendor's products still."""
    try:
        if preview.viewer_id.startswith("key_"):
            key = vendor_queries.get_api_key(vendor_id=preview.vendor_id, key_id=preview.viewer_id)
            return key.revoked_at is None and "manager" in key.roles
        person = account_queries.get_vendor_person(vendor_id=preview.vendor_id, person_id=preview.viewer_id)
    except NotFound:
        return False
    return any(role in EDITING for role in person.roles)
