"""Putting much into a cart at once, as far as it can be bought: what an earlier order had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from marketplace.apps.carts.domain.evaluation import LineFacts
from marketplace.apps.carts.services.editing import add_lines, max_lines, max_quantity, new_line
from marketplace.apps.carts.services.quoting import CartAnswer, price_cart
from marketplace.apps.carts.types import Cart, ChangeKind, LeftOut
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant, StockLine
from marketplace.kit.ids import VariantId


class PartlyAdded(NamedTuple):
    """The cart, and what of the wish is not in it."""

    answer: CartAnswer
    left_out: list[LeftOut]


def add_possible(cart: Cart, wanted: Sequence[StockLine], *, language: str, now: datetime) -> PartlyAdded:
    """
    Put into the cart what of ``wanted`` (each variant once) can be bought there now, with as many units as there are.

    :raises CartClosed:
    """
    known = inventory_queries.find_variants(line.variant_id for line in wanted)
    problems = _problems(cart, wanted, known, language=language, now=now)
    possible: list[StockLine] = []
    left_out: list[LeftOut] = []
    for line, units, reason in _judged(cart, wanted, problems):
        if units:
            possible.append(StockLine(line.variant_id, units))
        if units < line.quantity:
            left_out.append(LeftOut(variant_id=line.variant_id, requested=line.quantity, added=units, reason=reason))
    answer = (
        add_lines(cart, possible, language=language, now=now)
        if possible
        else CartAnswer(cart=cart, priced=price_cart(cart, language=language, now=now))
    )
    return PartlyAdded(answer, left_out)


def _problems(
    cart: Cart, wanted: Sequence[StockLine], known: Mapping[VariantId, StockedVariant], *, language: str, now: datetime
) -> dict[VariantId, LineFacts]:
    """Each variant that is known, as it would stand in the cart."""
    lines = [
        msgspec.structs.replace(new_line(known[item.variant_id], now), quantity=item.quantity)
        for item in wanted
        if item.variant_id in known
    ]
    priced = price_cart(msgspec.structs.replace(cart, lines=lines, saved=[]), language=language, now=now, stock=known)
    return {facts.line.variant_id: facts for facts in priced.lines}


def _judged(cart: Cart, wanted: Sequence[StockLine], found: Mapping[VariantId, LineFacts]) -> Iterator[tuple[StockLine, int, ChangeKind]]:
    """Each line with the units that can be added, and why these are fewer, if they are."""
    present = {line.variant_id: line.quantity for line in cart.lines}
    for line in wanted:
        facts = found.get(line.variant_id)
        if facts is None or facts.problem is not None:
            yield line, 0, facts.problem if facts and facts.problem else "product_gone"
            continue
        if line.variant_id not in present and len(present) >= max_lines():
            yield line, 0, "line_dropped"
            continue
        has = present.get(line.variant_id, 0)
        stock = line.quantity if facts.available is None else max(0, facts.available - has)
        units = min(line.quantity, stock, max(0, max_quantity() - has))
        if units:
            present[line.variant_id] = has + units
        yield line, units, "less_stock" if stock < line.quantity else "quantity_limited"
