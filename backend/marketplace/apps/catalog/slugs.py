"""Holding a slug: a lookup document claims it before the product that wears it is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.documents import PRODUCT_SLUGS, slug_pk
from marketplace.apps.catalog.identity import slug_candidates
from marketplace.apps.catalog.types import SlugLookup
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Create
from marketplace.foundation.documents.errors import DocumentExists, StaleDocument
from marketplace.kit.errors import Conflict
from marketplace.kit.ids import ProductId, VendorId

# A claim whose product never came (the process died in between) may be taken over after this.
CLAIM_LIFE = timedelta(minutes=10)


class SlugTaken(Conflict):
    code = "slug_taken"
    title = "Another product has this slug"


def claim_first(candidates: Iterable[str], *, product_id: ProductId, vendor_id: VendorId, now: datetime) -> str:
    """
    The first of the candidates that is free, now held for the product. Claiming again what it holds does no harm.

    :raises SlugTaken: if none is free
    """
    for slug in candidates:
        if _claim(slug, product_id=product_id, vendor_id=vendor_id, now=now):
            return slug
    raise SlugTaken


def claim_many(wanted: Mapping[ProductId, str], *, vendor_id: VendorId, now: datetime) -> dict[ProductId, str]:
    """A slug for each of up to 100 products, as near to the one wanted as others leave it, in few store calls."""
    held = queries.find_slugs([slug for slug in wanted.values() if slug])
    granted = {product_id: slug for product_id, slug in wanted.items() if slug in held and held[slug].product_id == product_id}
    free: dict[str, dict[str, SlugLookup]] = defaultdict(dict)
    for product_id, slug in wanted.items():
        if slug and slug not in held:
            lookup = _lookup(slug, product_id=product_id, vendor_id=vendor_id, now=now)
            free[slug_pk(slug)].setdefault(slug, lookup)
    for pk, lookups in free.items():
        with suppress(DocumentExists):  # somebody was faster with one of them: these are claimed one by one below
            PRODUCT_SLUGS.batch(pk, [Create(lookup) for lookup in lookups.values()])
            granted |= {lookup.product_id: slug for slug, lookup in lookups.items()}
    for product_id, slug in wanted.items():
        if product_id not in granted:
            candidates = slug_candidates(slug, product_id)
            granted[product_id] = claim_first(candidates, product_id=product_id, vendor_id=vendor_id, now=now)
    return granted


def _lookup(slug: str, *, product_id: ProductId, vendor_id: VendorId, now: datetime) -> SlugLookup:
    return SlugLookup(
        id=slug,
        tenant_id=tenancy.current().slug,
        slug=slug,
        product_id=product_id,
        vendor_id=vendor_id,
        claimed_at=now,
    )


def _claim(slug: str, *, product_id: ProductId, vendor_id: VendorId, now: datetime) -> bool:
    lookup = _lookup(slug, product_id=product_id, vendor_id=vendor_id, now=now)
    try:
        PRODUCT_SLUGS.create(lookup)
    except DocumentExists:
        return _holds_or_takes_over(lookup, now=now)
    return True


def _holds_or_takes_over(wanted: SlugLookup, *, now: datetime) -> bool:
    held = PRODUCT_SLUGS.find(slug_pk(wanted.slug), wanted.slug)
    if held is None:
        return False
    if held.product_id == wanted.product_id:
        return True
    if held.claimed_at + CLAIM_LIFE > now or queries.find_product(held.vendor_id, held.product_id) is not None:
        return False
    try:
        PRODUCT_SLUGS.replace(wanted, etag=held.etag)
    except StaleDocument:
        return False
    return True
