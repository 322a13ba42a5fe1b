"""What a customer saves for later: out of the cart, or without having put it there. It stays in the cart's document, unpriced."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.carts.services.editing import (
    CartLimitReached,
    LineNotFound,
    change,
    known_variants,
    new_line,
    require_sold,
    with_added,
)
from marketplace.apps.carts.services.quoting import CartAnswer
from marketplace.apps.carts.types import MAX_SAVED, Cart, Line
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockLine
from marketplace.kit.ids import VariantId
from marketplace.kit.texts import Text


def save_line(cart: Cart, *, line_id: str, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Move a line of the cart to the saved items, with its quantity.

    :raises LineNotFound: :raises CartLimitReached: :raises CartClosed: :raises StaleDocument:
    """

    def edit(present: Cart) -> Cart:
        line = present.find_line(line_id)
        if line is None:
            raise LineNotFound
        lines = [kept for kept in present.lines if kept.id != line_id]
        return msgspec.structs.replace(present, lines=lines, saved=with_saved(present.saved, [line]))

    return change(cart, edit, language=language, now=now, etag=etag)


def save_variant(cart: Cart, *, variant_id: VariantId, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Save a variant that is not in the cart; one that is saved already stays as it is.

    :raises NotFound: if there is no such variant :raises CartLimitReached: :raises CartClosed: :raises StaleDocument:
    """
    stocked = known_variants([StockLine(variant_id, 1)])[variant_id]

    def edit(present: Cart) -> Cart:
        line = msgspec.structs.replace(new_line(stocked, now), quantity=1)
        return msgspec.structs.replace(present, saved=with_saved(present.saved, [line]))

    return change(cart, edit, language=language, now=now, etag=etag)


def restore_line(cart: Cart, *, line_id: str, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Put a saved item into the cart; its quantity adds up with that of its variant there.

    :raises LineNotFound: :raises NotFound: if it cannot be bought any more :raises CartLimitReached: :raises CartClosed:
    :raises StaleDocument:
    """
    saved = cart.find_saved(line_id)
    if saved is None:
        raise LineNotFound
    known = inventory_queries.find_variants([saved.variant_id])

    def edit(present: Cart) -> Cart:
        line = present.find_saved(line_id)
        if line is None or line.variant_id not in known:
            raise LineNotFound
        lines = with_added(present.lines, [StockLine(line.variant_id, line.quantity)], known, now=now)
        return msgspec.structs.replace(present, lines=lines, saved=[kept for kept in present.saved if kept.id != line_id])

    return change(cart, edit, language=language, now=now, etag=etag, check=lambda _, priced: require_sold(priced, {saved.variant_id}))


def remove_saved(cart: Cart, *, line_id: str, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """:raises LineNotFound: :raises CartClosed: :raises StaleDocument:"""

    def edit(present: Cart) -> Cart:
        if present.find_saved(line_id) is None:
            raise LineNotFound
        return msgspec.structs.replace(present, saved=[kept for kept in present.saved if kept.id != line_id])

    return change(cart, edit, language=language, now=now, etag=etag)


def with_saved(saved: list[Line], added: list[Line]) -> list[Line]:
    """Each variant once, the latest first. :raises CartLimitReached:"""
    by_variant = {line.variant_id: line for line in [*reversed(saved), *(line for line in added)]}
    if len(by_variant) > MAX_SAVED:
        raise CartLimitReached(Text("At most {limit} saved items.", limit=MAX_SAVED), limit=MAX_SAVED)
    return list(reversed(by_variant.values()))
