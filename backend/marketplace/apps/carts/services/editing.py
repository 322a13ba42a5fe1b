"""Changing a cart. Two changes at once both hold: the later one is made again on what the earlier one left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import UNSET

from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.domain.evaluation import PricedCart
from marketplace.apps.carts.region_settings import CART_MAX_LINES, CART_MAX_QUANTITY
from marketplace.apps.carts.services.quoting import CartAnswer, price_cart
from marketplace.apps.carts.types import Cart, CartDetails, Line
from marketplace.apps.inventory import queries as inventory_queries
from marketplace.apps.inventory.types import StockedVariant, StockLine
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Changed
from marketplace.kit.errors import Conflict, FieldError, InvalidInput, MarketplaceError, NotFound
from marketplace.kit.ids import VariantId, new_id
from marketplace.kit.texts import Text

_NOT_ADDED = {"vendor_on_vacation": Text("The vendor is on vacation, and takes no orders at present.")}


class CartClosed(Conflict):
    """``cart_status`` is ordered (then ``order_id`` says as what) or merged."""

    code = "cart_closed"
    title = "This cart is closed"


class CartLimitReached(MarketplaceError):
    """``limit`` is the most lines, or units in a line, that a cart may have here."""

    code = "cart_limit_reached"
    status = 422
    title = "A cart cannot hold that much"


class LineNotFound(NotFound):
    """The cart has no such line."""


def add_lines(cart: Cart, wanted: Sequence[StockLine], *, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Put variants into the cart; those already in it add up.

    :raises NotFound: for a variant that does not exist or cannot be sold here
    :raises CartLimitReached: for too many lines, or units in one
    :raises CartClosed:
    :raises StaleDocument: if an ``etag`` is given and is old
    """
    known = known_variants(wanted)

    def edit(present: Cart) -> Cart:
        return msgspec.structs.replace(present, lines=with_added(present.lines, wanted, known, now=now))

    added = {line.variant_id for line in wanted}
    return change(cart, edit, language=language, now=now, etag=etag, check=lambda _, priced: require_sold(priced, added))


def create_with_lines(cart: Cart, wanted: Sequence[StockLine], *, language: str, now: datetime) -> CartAnswer:
    """Store a new cart with variants in it. Raises what ``add_lines`` would; then nothing is stored."""
    known = known_variants(wanted)
    filled = msgspec.structs.replace(cart, lines=with_added([], wanted, known, now=now))
    priced = price_cart(filled, language=language, now=now, stock=known)
    require_sold(priced, set(known))
    return CartAnswer(cart=CARTS.create(_seen(filled, priced, now)), priced=priced)


def set_quantity(cart: Cart, *, line_id: str, quantity: int, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Set the ``quantity`` (at least one) of a line.

    :raises LineNotFound:
    :raises CartLimitReached:
    :raises CartClosed:
    :raises StaleDocument: if an ``etag`` is given and is old
    """
    _require_quantity(quantity)

    def edit(present: Cart) -> Cart:
        _require_line(present, line_id)
        lines = [msgspec.structs.replace(line, quantity=quantity) if line.id == line_id else line for line in present.lines]
        return msgspec.structs.replace(present, lines=lines)

    return change(cart, edit, language=language, now=now, etag=etag)


def remove_line(cart: Cart, *, line_id: str, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Take a line out.

    :raises LineNotFound:
    :raises CartClosed:
    :raises StaleDocument: if an ``etag`` is given and is old
    """

    def edit(present: Cart) -> Cart:
        _require_line(present, line_id)
        return msgspec.structs.replace(present, lines=[line for line in present.lines if line.id != line_id])

    return change(cart, edit, language=language, now=now, etag=etag)


def edit_cart(cart: Cart, details: CartDetails, *, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Set what a checkout needs apart from lines. Choices of shipping and of a payment method that can no longer be used are listed as
    changes; the quote answers every code.

    :raises InvalidInput: for a country or currency of another region, or a shipping or payment method that is not offered
    :raises CartClosed:
    :raises StaleDocument: if an ``etag`` is given and is old
    """
    return change(
        cart,
        lambda present: apply_details(present, details),
        language=language,
        now=now,
        etag=etag,
        check=lambda edited, priced: _require_offered(details, edited, priced),
    )


def with_choices(cart: Cart, choices: Mapping[str, Any]) -> Cart:
    """The cart as it would be with these ``CartDetails``; other names are ignored, nothing is stored."""
    known = {name: value for name, value in choices.items() if name in CartDetails.__struct_fields__}
    return apply_details(cart, CartDetails(**known))


def apply_details(cart: Cart, details: CartDetails) -> Cart:
    """A changed copy; the country follows the shipping address. :raises InvalidInput: for a foreign country or currency"""
    changed = {name: value for name, value in msgspec.structs.asdict(details).items() if value is not UNSET}
    changed.update({name: "" for name in ("email", "note", "payment_method") if changed.get(name, "") is None})
    if "shipping_choices" in changed:
        merged = {**cart.shipping_choices, **changed["shipping_choices"]}
        changed["shipping_choices"] = {vendor_id: method_id for vendor_id, method_id in merged.items() if method_id}
    address = changed.get("shipping_address", cart.shipping_address)
    if address is not None:
        changed["country"] = address.country
    edited: Cart = msgspec.structs.replace(cart, **changed)
    require_served(edited.country, edited.currency)
    if cart.exchange_of and (edited.country, edited.currency) != (cart.country, cart.currency):
        raise InvalidInput(errors=[FieldError("country", "country_not_served", Text("One of: {choices}", choices=[cart.country]))])
    return edited


def sent_to(cart: Cart, country: str | None) -> Cart:
    """The cart as if it went to ``country`` (``None``: where it goes anyway); nothing is stored."""
    return cart if country is None else msgspec.structs.replace(cart, country=country)


def require_served(country: str, currency: str) -> None:
    """:raises InvalidInput: unless the region serves both"""
    tenant = tenancy.current()
    errors = []
    if country not in tenant.countries:
        errors.append(FieldError("country", "country_not_served", Text("One of: {choices}", choices=tenant.countries)))
    if currency not in tenant.currencies:
        errors.append(FieldError("currency", "foreign_currency", Text("One of: {choices}", choices=tenant.currencies)))
    if errors:
        raise InvalidInput(errors=errors)


def change(
    cart: Cart,
    edit: Callable[[Cart], Cart],
    *,
    language: str,
    now: datetime,
    etag: str = "",
    check: Callable[[Cart, PricedCart], None] | None = None,
) -> CartAnswer:
    """
    Store ``edit(cart)`` and answer with its prices; from then on the customer has seen these.

    With an ``etag`` it holds for that version only; without, it is applied again to what another request stored meanwhile.
    """
    priced: PricedCart

    def edit_and_price(present: Cart) -> Changed[Cart]:
        nonlocal priced
        require_open(present)
        edited = edit(present)
        if present.exchange_of and edited.lines != present.lines:
            raise CartClosed(Text("What an exchange holds cannot be changed."), cart_status=present.status)
        priced = price_cart(edited, language=language, now=now)
        if check is not None:
            check(edited, priced)
        return Changed(_seen(edited, priced, now))

    saved = CARTS.change(carts_pk(cart.owner), cart.id, edit_and_price, etag=etag, known=cart)
    return CartAnswer(cart=saved, priced=priced)


def require_open(cart: Cart) -> None:
    """:raises CartClosed:"""
    if not cart.is_open:
        raise CartClosed(cart_status=cart.status, order_id=cart.order_id or None)


def max_lines() -> int:
    return CART_MAX_LINES.current()


def max_quantity() -> int:
    return CART_MAX_QUANTITY.current()


def known_variants(wanted: Sequence[StockLine]) -> dict[VariantId, StockedVariant]:
    """:raises NotFound: if there is no such variant"""
    known = inventory_queries.find_variants(line.variant_id for line in wanted)
    if any(line.variant_id not in known for line in wanted):
        raise NotFound(Text("There is no such variant."))
    return known


def with_added(
    lines: Sequence[Line], wanted: Sequence[StockLine], known: Mapping[VariantId, StockedVariant], *, now: datetime
) -> list[Line]:
    by_variant = {line.variant_id: line for line in lines}
    for item in wanted:
        line = by_variant.get(item.variant_id) or new_line(known[item.variant_id], now)
        _require_quantity(line.quantity + item.quantity)
        by_variant[item.variant_id] = msgspec.structs.replace(line, quantity=line.quantity + item.quantity)
    if len(by_variant) > max_lines():
        raise CartLimitReached(Text("A cart has at most {limit} lines.", limit=max_lines()), limit=max_lines())
    return list(by_variant.values())


def new_line(stocked: StockedVariant, now: datetime) -> Line:
    return Line(
        id=new_id("line", at=now),
        variant_id=stocked.variant_id,
        product_id=stocked.product_id,
        vendor_id=stocked.vendor_id,
        quantity=0,
    )


def _require_quantity(quantity: int) -> None:
    if quantity > max_quantity():
        raise CartLimitReached(Text("A cart has at most {limit} units of one variant.", limit=max_quantity()), limit=max_quantity())


def _require_line(cart: Cart, line_id: str) -> None:
    if cart.find_line(line_id) is None:
        raise LineNotFound


def require_sold(priced: PricedCart, variant_ids: set[VariantId]) -> None:
    """What cannot be bought is not there, to a customer: a draft, an archived product, a vendor who may not sell."""
    problems = {item.problem for item in priced.lines if item.line.variant_id in variant_ids} - {None}
    if problems & {"product_gone", "vendor_not_selling"}:
        raise NotFound(Text("There is no such variant."))
    if problems:
        raise InvalidInput(
            errors=[
                FieldError("variant_id", problem, _NOT_ADDED.get(problem, Text("Not sold there"))) for problem in sorted(map(str, problems))
            ]
        )


def _require_offered(details: CartDetails, cart: Cart, priced: PricedCart) -> None:
    """:raises InvalidInput: for a shipping or payment method that is set now, and is not offered; for a guest's store credit"""
    errors = []
    for vendor_id, method_id in () if details.shipping_choices is UNSET else details.shipping_choices.items():
        offered = {option.method_id for option in priced.facts.shipping.get(vendor_id, ())}  # type: ignore[call-overload]
        if method_id and method_id not in offered:
            errors.append(
                FieldError(
                    f"shipping_choices.{vendor_id}", "not_offered", Text("This vendor does not offer it in {country}", country=cart.country)
                )
            )
    if details.payment_method is not UNSET and cart.payment_method != priced.quote.payment_method:
        errors.append(FieldError("payment_method", "not_offered", Text("This cart cannot be paid this way")))
    if details.uses_store_credit is True and not cart.customer_id:
        errors.append(FieldError("uses_store_credit", "not_a_customer", Text("Only customers who are logged in have store credit")))
    if errors:
        raise InvalidInput(errors=errors)


def _seen(cart: Cart, priced: PricedCart, now: datetime) -> Cart:
    """The cart with the prices that its answer shows; a line that is not priced keeps what was seen last."""
    lines = [
        msgspec.structs.replace(item.line, kept_from="", seen_price=item.price if item.problem is None else item.line.seen_price)
        for item in priced.lines
    ]
    return msgspec.structs.replace(cart, lines=lines, updated_at=now)
