"""Holding a slug: a lookup document claims it before the product that wears it is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.documents import PRODUCT_SLUGS, slug_pk
from marketplace.apps.catalog.domain.identity import slug_candidates
from marketplace.apps.catalog.errors import SlugTaken
from marketplace.apps.catalog.types import ProductRef, SlugLookup
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Create, Replace
from marketplace.foundation.documents.errors import DocumentExists, StaleDocument
from marketplace.kit.ids import ProductId, VendorId

# A claim whose product never came (the process died in between) may be taken over after this.
CLAIM_LIFE = timedelta(minutes=10)


def claim_first(candidates: Iterable[str], *, product_id: ProductId, vendor_id: VendorId, now: datetime) -> str:
    """
    The first of the candidates that is free, now held for the product. Claiming again what it holds does no harm.

    :raises SlugTaken: if none is free
    """
    for slug in candidates:
        if _claim(_lookup(slug, product_id=product_id, vendor_id=vendor_id, now=now), now=now):
            return slug
    raise SlugTaken


def claim_many(wanted: Mapping[ProductId, str], *, vendor_id: VendorId, now: datetime) -> dict[ProductId, str]:
    """
    A slug for each of up to ``MAX_BATCH`` products, as near to the one wanted as others leave it.

    All try their first candidate together, then those without luck their second one, and so on: a few store calls each time.

    :raises SlugTaken: if one product's candidates are all taken
    """
    candidates = {product_id: slug_candidates(slug, product_id) for product_id, slug in wanted.items()}
    granted: dict[ProductId, str] = {}
    while waiting := [product_id for product_id in wanted if product_id not in granted]:
        tried = [_lookup(_next(candidates[product_id]), product_id=product_id, vendor_id=vendor_id, now=now) for product_id in waiting]
        granted |= {lookup.product_id: lookup.slug for lookup in _claim_each(tried, now=now)}
    return granted


def _next(candidates: Iterator[str]) -> str:
    for slug in candidates:
        return slug
    raise SlugTaken


def _claim_each(wanted: Sequence[SlugLookup], *, now: datetime) -> list[SlugLookup]:
    """Those of ``wanted`` that their products hold now; of two that want the same slug the first."""
    held = queries.find_slugs({lookup.slug for lookup in wanted})
    granted = [lookup for lookup in wanted if lookup.slug in held and held[lookup.slug].product_id == lookup.product_id]
    unused = _unused_claims([lookup for lookup in held.values() if lookup.claimed_at + CLAIM_LIFE <= now])
    writes: dict[str, dict[str, Create[SlugLookup] | Replace[SlugLookup]]] = defaultdict(dict)
    for lookup in wanted:
        if lookup.slug not in held:
            writes[slug_pk(lookup.slug)].setdefault(lookup.slug, Create(lookup))
        elif lookup.slug in unused:
            writes[slug_pk(lookup.slug)].setdefault(lookup.slug, Replace(lookup, held[lookup.slug].etag))
    for pk, own in writes.items():
        lookups = [write.document for write in own.values()]
        try:
            PRODUCT_SLUGS.batch(pk, list(own.values()))
        except (DocumentExists, StaleDocument):  # another writer was faster with one of them: each by itself
            lookups = [lookup for lookup in lookups if _claim(lookup, now=now)]
        granted += lookups
    return granted


def _unused_claims(claims: Sequence[SlugLookup]) -> set[str]:
    """The slugs whose product never came, in one store call."""
    there = queries.get_products([ProductRef(claim.vendor_id, claim.product_id) for claim in claims])
    return {claim.slug for claim in claims if claim.product_id not in there}


def _lookup(slug: str, *, product_id: ProductId, vendor_id: VendorId, now: datetime) -> SlugLookup:
    return SlugLookup(
        id=slug,
        tenant_id=tenancy.current().slug,
        slug=slug,
        product_id=product_id,
        vendor_id=vendor_id,
        claimed_at=now,
    )


def _claim(lookup: SlugLookup, *, now: datetime) -> bool:
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
