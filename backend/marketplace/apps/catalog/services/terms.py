"""Brands, tags and names of options: which product has which, and one name for what vendors spell in several ways."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.domain.terms import Term, TermKind, renamed, terms_of
from marketplace.apps.catalog.events import AttributeNamed, TermRenamed
from marketplace.apps.catalog.models import AttributeName, ProductTerm, TermRename
from marketplace.apps.catalog.queries.terms import AttributeNames, TermRenameView, key_of
from marketplace.apps.catalog.services.products import change_product
from marketplace.apps.catalog.types import Product, ProductRef, ProductStatus, Texts
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.etags import version_of
from marketplace.kit.ids import ProductId, VendorId, new_id
from marketplace.kit.texts import Text

BATCH = 100  # products whose terms are read, or written, at once

_OF_PRODUCTS = "product_id = ANY (%(ids)s) ORDER BY product_id, kind, text"
_THESE = "(product_id, kind, text) IN (SELECT * FROM unnest(%(products)s::text[], %(kinds)s::text[], %(texts)s::text[]))"


def record_terms(refs: Collection[ProductRef], *, now: datetime) -> None:
    """
    Bring the terms of these products up to date, and have those say what staff call a word that say it otherwise. Safe to repeat, in any
    order: the products are read again.
    """
    products = queries.get_products(list(refs))
    wanted = {product.id: _listed_terms(product) for product in products.values()}
    _store_terms(products.values(), wanted)
    called = queries.renames_of({term for terms in wanted.values() for term in terms})
    for product in products.values() if called else ():
        if called.keys() & wanted[product.id]:
            _change(product.vendor_id, ProductId(product.id), called, now=now)


def record_all_terms() -> int:
    """Those of every product, for products of before there were terms; how many products there are."""
    count, remaining = 0, queries.iter_all()
    while batch := list(islice(remaining, BATCH)):
        _store_terms(batch, {product.id: _listed_terms(product) for product in batch})
        count += len(batch)
    return count


def rename_term(*, kind: TermKind, old: str, new: str, reason: str, actor: Actor, now: datetime) -> TermRenameView:
    """
    Call a brand, a tag or an option ``new`` that products call ``old``; where others have ``new`` already, the two become one. Products
    follow by and by, and so does whichever says ``old`` later, as a file of its vendor may.

    :raises InvalidInput: if no product says ``old``, or the names are the same or cannot be such a name
    :raises StaleRow: if another person renames it just now
    """
    _check_names(kind, old, new)
    with tenancy.atomic():
        rename_id = _start_rename(kind, old, new, reason=reason, actor=actor, now=now)
    return queries.get_rename(rename_id)


def apply_rename(rename_id: str, *, now: datetime) -> None:
    """Change the products that say the old word. Safe to repeat: one that has been changed does not say it any more."""
    rename = TermRename.objects.filter(pk=rename_id).first()
    if rename is None:  # another one has taken its place
        return
    called = {Term(TermKind(rename.kind), rename.old): rename.new}
    for ref in _refs_with(rename.kind, rename.old):
        _change(ref.vendor_id, ref.product_id, called, now=now)
    rows.change_where(TermRename, "id = %(id)s AND finished_at IS NULL", {"id": rename_id}, finished_at=now)


def name_attribute(*, key: str, names: Texts, etag: str, actor: Actor, now: datetime) -> AttributeNames:
    """
    Say how the filter of an option is called in the shop, by language; an empty text leaves it to the products.

    :raises NotFound: if no product has such an option :raises InvalidInput: for a language that is not the region's
    :raises StaleRow: if ``etag`` is old
    """
    queries.get_attribute_names(key)
    for language in names:
        if language not in tenancy.current().languages:
            message = Text("One of: {choices}", choices=tenancy.current().languages)
            raise InvalidInput(errors=[FieldError(f"names.{language}", "unknown_language", message)])
    said = {language: name for language, name in names.items() if name}
    with tenancy.atomic():
        present = rows.first(AttributeName, "key = %(key)s", {"key": key}, for_update=True)
        version = present.version if present else 0
        if version != version_of(etag):
            raise StaleRow
        named = AttributeName(key=key, names=said, version=version + 1)
        if present:
            rows.change(named, "names", "version")
        elif not rows.insert(named, unless_there=True):
            raise StaleRow
        old = present.names if present else {}
        audit.record(actor=actor, action="attribute.named", resource=key, old=old, new=said, now=now)
        outbox.publish(AttributeNamed(key=key), now=now)
    return queries.get_attribute_names(key)


def _start_rename(kind: TermKind, old: str, new: str, *, reason: str, actor: Actor, now: datetime) -> str:
    """In the open transaction: the rename's row, event and entry; its id."""
    count = ProductTerm.objects.filter(kind=kind, text=old).count()
    if not count:
        raise InvalidInput(errors=[FieldError("old", "unknown", Text("No product says this"))])
    named = {"kind": kind.value, "old": old, "new": new}
    # What a word becomes is no word that becomes another.
    rows.delete_where(TermRename, '"kind" = %(kind)s AND "old" IN (%(old)s, %(new)s)', named)
    rows.change_where(TermRename, '"kind" = %(kind)s AND "new" = %(old)s', named, new=new)
    rename = TermRename(id=new_id("trn", at=now), **named, product_count=count, created_at=now)
    if not rows.insert(rename, unless_there=True):
        raise StaleRow
    outbox.publish(TermRenamed(rename_id=rename.id), now=now)
    said = {"kind": kind.value, "product_count": count}
    entry = {"old": {**said, "name": old}, "new": {**said, "name": new}}
    audit.record(actor=actor, action="term.renamed", resource=rename.id, **entry, reason=reason, now=now)
    return rename.id


def _check_names(kind: TermKind, old: str, new: str) -> None:
    if old == new:
        raise InvalidInput(errors=[FieldError("new", "unchanged", Text("This is what it is called already"))])
    if kind == TermKind.TAG and "," in new:
        raise InvalidInput(errors=[FieldError("new", "invalid", Text("A word or words without a comma, since commas part tags in files"))])
    if not key_of(kind, new):
        raise InvalidInput(errors=[FieldError("new", "invalid", Text("A name needs a letter or a digit"))])


def _listed_terms(product: Product) -> set[Term]:
    if product.status == ProductStatus.ARCHIVED:
        return set()
    return terms_of(product, tenancy.current().default_language)


def _store_terms(products: Collection[Product], wanted: dict[str, set[Term]]) -> None:
    kept = {(product_id, term) for product_id, terms in wanted.items() for term in terms}
    vendors = {product.id: product.vendor_id for product in products}
    with tenancy.atomic():
        present = rows.every(ProductTerm, _OF_PRODUCTS, {"ids": list(wanted)}, for_update=True)
        stored = {(row.product_id, Term(TermKind(row.kind), row.text)) for row in present}
        gone = stored - kept
        columns = {
            "products": [product_id for product_id, _ in gone],
            "kinds": [term.kind.value for _, term in gone],
            "texts": [term.text for _, term in gone],
        }
        rows.delete_where(ProductTerm, _THESE, columns)
        new = sorted(kept - stored, key=lambda item: (item[0], item[1].kind, item[1].text))
        rows.insert_all([_row_of(product_id, term, vendors[product_id]) for product_id, term in new], unless_there=True)


def _row_of(product_id: str, term: Term, vendor_id: str) -> ProductTerm:
    key = key_of(term.kind, term.text)
    return ProductTerm(product_id=product_id, kind=term.kind.value, text=term.text, key=key, vendor_id=vendor_id)


def _refs_with(kind: str, text: str) -> Iterator[ProductRef]:
    """Products that say it, in batches by their ids."""
    last = ""
    while found := list(
        ProductTerm.objects.filter(kind=kind, text=text, product_id__gt=last)
        .order_by("product_id")
        .values_list("vendor_id", "product_id")[:BATCH]
    ):
        yield from (ProductRef(VendorId(vendor_id), ProductId(product_id)) for vendor_id, product_id in found)
        last = found[-1][1]


def _change(vendor_id: VendorId, product_id: ProductId, called: dict[Term, str], *, now: datetime) -> None:
    language = tenancy.current().default_language

    def change(product: Product) -> Product | None:
        changed = product
        for term, new in called.items():
            changed = renamed(changed, term.kind, term.text, new, language) or changed
        return None if changed is product else changed

    try:
        change_product(vendor_id, product_id, change, now=now)
    except DocumentNotFound:
        return
