"""Brands, tags and names of options, as products spell them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from django.db.models import Count, Q

from marketplace.apps.catalog.domain.terms import Term, TermKind
from marketplace.apps.catalog.models import AttributeName, ProductTerm, TermRename
from marketplace.apps.catalog.types import Texts
from marketplace.foundation.search.folding import fold
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

UNSET_VERSION = "0"  # of an attribute that staff have not named yet


class CatalogueTerm(msgspec.Struct, frozen=True, kw_only=True):
    """
    A spelling that products have, with how many have it. Spellings with the same ``key`` are one filter of the shop. ``names``, of an
    option, is what staff call that filter by language; ``etag`` is sent back to change it.
    """

    kind: TermKind
    text: str
    key: str
    product_count: int
    names: Texts
    etag: str


class TermRenameView(msgspec.Struct, frozen=True, kw_only=True):
    """Products say ``new`` instead of ``old``. ``remaining`` of the ``product_count`` that had it still have; those saved later follow."""

    id: str
    kind: TermKind
    old: str
    new: str
    product_count: int
    remaining: int
    created_at: datetime
    finished_at: datetime | None


class AttributeNames(msgspec.Struct, frozen=True, kw_only=True):
    """How the filter of an option is called, by language."""

    key: str
    names: Texts
    etag: str


def key_of(kind: TermKind, text: str) -> str:
    """The same for all spellings that filters do not tell apart."""
    return attribute_key(text) if kind == TermKind.OPTION else fold(text)


def attribute_key(text: str) -> str:
    """What ``option.<key>`` calls an option of that name."""
    return fold(text).replace(" ", "_")


def list_terms(kind: TermKind, *, part: str = "", text: str = "", page: PageRequest) -> Page[CatalogueTerm]:
    """
    The spellings of one kind with the number of their products, so that those of one word stand together: those with ``part`` in them, or
    ``text`` alone.
    """
    found = ProductTerm.objects.filter(kind=kind)
    if part:
        found = found.filter(key__contains=key_of(kind, part))
    if text:
        found = found.filter(text=text)
    if page.cursor:
        key, last = decode_cursor(page.cursor, tuple[str, str])
        found = found.filter(Q(key__gt=key) | Q(key=key, text__gt=last))
    rows = list(found.values("key", "text").annotate(products=Count("product_id")).order_by("key", "text")[: page.limit + 1])
    names = _names_by_key({row["key"] for row in rows}) if kind == TermKind.OPTION else {}
    return page_of(rows, page, position=lambda row: (row["key"], row["text"])).map(
        lambda row: CatalogueTerm(
            kind=kind,
            text=row["text"],
            key=row["key"],
            product_count=row["products"],
            names=names[row["key"]].names if row["key"] in names else {},
            etag=names[row["key"]].etag if row["key"] in names else UNSET_VERSION,
        )
    )


def list_renames(kind: TermKind, page: PageRequest) -> Page[TermRenameView]:
    """What was called otherwise, the latest first, with how far it is."""
    renames = TermRename.objects.filter(kind=kind).order_by("-id")
    if page.cursor:
        renames = renames.filter(pk__lt=decode_cursor(page.cursor, str))
    rows = list(renames[: page.limit + 1])
    left = _counts(kind, {row.old for row in rows})
    return page_of(rows, page, position=lambda row: row.id).map(lambda row: _view_of(row, left.get(row.old, 0)))


def get_rename(rename_id: str) -> TermRenameView:
    """:raises NotFound:"""
    row = TermRename.objects.filter(pk=rename_id).first()
    if row is None:
        raise NotFound
    kind = TermKind(row.kind)
    return _view_of(row, _counts(kind, {row.old}).get(row.old, 0))


def renames_of(terms: Collection[Term]) -> dict[Term, str]:
    """Of these spellings, those that staff call otherwise, and how. One query."""
    rows = TermRename.objects.filter(old__in={term.text for term in terms}).values_list("kind", "old", "new")
    called = {Term(TermKind(kind), old): new for kind, old, new in rows}
    return {term: called[term] for term in terms if term in called}


def attribute_names() -> dict[str, Texts]:
    """What staff call the filters of options, by key and language."""
    return dict(AttributeName.objects.values_list("key", "names"))


def get_attribute_names(key: str) -> AttributeNames:
    """Empty, with the version of what does not exist, where staff have named nothing. :raises NotFound: if no product has such an option"""
    named = _names_by_key({key}).get(key)
    if named is None and not ProductTerm.objects.filter(kind=TermKind.OPTION, key=key).exists():
        raise NotFound
    return named or AttributeNames(key=key, names={}, etag=UNSET_VERSION)


def _names_by_key(keys: Collection[str]) -> dict[str, AttributeNames]:
    rows = AttributeName.objects.filter(key__in=keys)
    return {row.key: AttributeNames(key=row.key, names=row.names, etag=str(row.version)) for row in rows}


def _counts(kind: TermKind, texts: Collection[str]) -> dict[str, int]:
    found = ProductTerm.objects.filter(kind=kind, text__in=texts)
    return dict(found.values("text").annotate(products=Count("product_id")).values_list("text", "products"))


def _view_of(row: TermRename, remaining: int) -> TermRenameView:
    return TermRenameView(
        id=row.id,
        kind=TermKind(row.kind),
        old=row.old,
        new=row.new,
        product_count=row.product_count,
        remaining=remaining,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
