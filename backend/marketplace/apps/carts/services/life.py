"""How a cart begins, goes into another, and ends."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from marketplace.apps.carts.documents import CARTS, Cart, carts_pk
from marketplace.apps.carts.queries import find_last_cart
from marketplace.apps.carts.services.editing import (
    CartClosed,
    add_lines,
    change,
    create_with_lines,
    max_lines,
    max_quantity,
    require_open,
    require_served,
)
from marketplace.apps.carts.services.quoting import CartAnswer, price_cart
from marketplace.apps.carts.types import CartChange, Line
from marketplace.apps.inventory.types import StockLine
from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import ConditionFailed, DocumentExists, DocumentNotFound, StaleDocument
from marketplace.foundation.documents.port import Condition, PatchOperation
from marketplace.kit.ids import derived_id, hash_secret, new_id, new_secret
from marketplace.kit.texts import Text

KEPT_MERGED = 50  # of the guests' carts that a cart took in, the last ones are remembered
OPENING_TRIES = 3

# The ids of a customer's carts follow from customer and number, so that two requests at once open the same one.
_NUMBERED_AT = datetime(2026, 1, 1, tzinfo=UTC)


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a new cart begins with."""

    country: str
    currency: str
    language: str


def open_cart(
    *,
    customer_id: str,
    language: str,
    now: datetime,
    country: str = "",
    currency: str = "",
    lines: Sequence[StockLine] = (),
) -> CartAnswer:
    """
    A new cart, or the one that the customer has open; with ``lines`` in it.

    A guest (no ``customer_id``) always gets a new one, and the secret that opens it. Without a country and a currency it
    has the region's.

    :raises InvalidInput: for a country or currency of another region
    :raises NotFound: for a variant that does not exist or cannot be sold
    """
    tenant = tenancy.current()
    draft = Draft(country=country or tenant.countries[0], currency=currency or tenant.default_currency, language=language)
    require_served(draft.country, draft.currency)
    if not customer_id:
        return _open_guest_cart(draft, lines, language=language, now=now)
    cart, is_new = _customers_cart(customer_id, draft, now=now)
    if lines:
        answer = add_lines(cart, lines, language=language, now=now)
    else:
        answer = CartAnswer(cart=cart, priced=price_cart(cart, language=language, now=now))
    return msgspec.structs.replace(answer, is_new=is_new)


def merge_cart(guest: Cart, *, customer_id: str, language: str, now: datetime) -> CartAnswer:
    """
    Put a guest's cart into the customer's own: quantities add up, as far as the limits go, and the guest's cart is closed.

    Repeated, also after a crash in between, it adds nothing again.

    :raises CartClosed: if the guest's cart was ordered, or went into somebody else's
    """
    is_done = guest.status == "merged" and guest.merged_into.partition(":")[0] == customer_id
    if guest.customer_id:
        raise CartClosed(Text("This cart is a customer's already."), cart_status=guest.status)
    if not is_done:
        require_open(guest)
    draft = Draft(country=guest.country, currency=guest.currency, language=language)
    own, _ = _customers_cart(customer_id, draft, now=now)
    if is_done:
        return CartAnswer(cart=own, priced=price_cart(own, language=language, now=now))
    cut: list[CartChange] = []

    def edit(present: Cart) -> Cart:
        cut.clear()
        return present if guest.id in present.merged else _merged(present, guest, cut, now=now)

    answer = change(own, edit, language=language, now=now)
    _close_guest(guest, answer.cart, now=now)
    priced = msgspec.structs.replace(answer.priced, changes=[*answer.priced.changes, *cut])
    return msgspec.structs.replace(answer, priced=priced)


def close_cart(*, owner: str, cart_id: str, order_id: str, now: datetime) -> None:
    """Mark a cart as ordered. Safe to repeat; a cart that has expired by then needs no mark."""
    operations = [
        PatchOperation("set", "/status", "ordered"),
        PatchOperation("set", "/order_id", order_id),
        PatchOperation("set", "/updated_at", msgspec.to_builtins(now)),
    ]
    with suppress(ConditionFailed, DocumentNotFound):
        CARTS.patch(carts_pk(owner), cart_id, operations, condition=Condition("/status", ("open",)))


def _open_guest_cart(draft: Draft, lines: Sequence[StockLine], *, language: str, now: datetime) -> CartAnswer:
    cart, token = _new_guest_cart(draft, now=now)
    if lines:
        answer = create_with_lines(cart, lines, language=language, now=now)
    else:
        answer = CartAnswer(cart=CARTS.create(cart), priced=price_cart(cart, language=language, now=now))
    return msgspec.structs.replace(answer, token=token, is_new=True)


def _new_guest_cart(draft: Draft, *, now: datetime) -> tuple[Cart, str]:
    """A cart that is not stored yet, and the secret that will open it."""
    cart_id, secret = new_id("cart", at=now), new_secret()
    cart = Cart(
        id=cart_id,
        tenant_id=tenancy.current().slug,
        owner=cart_id,
        token_hash=hash_secret(secret),
        created_at=now,
        updated_at=now,
        country=draft.country,
        currency=draft.currency,
        language=draft.language,
    )
    return cart, secret


def _customers_cart(customer_id: str, draft: Draft, *, now: datetime) -> tuple[Cart, bool]:
    """The customer's open cart, and whether it is new."""
    for _ in range(OPENING_TRIES):
        last = find_last_cart(customer_id)
        if last is not None and last.is_open:
            return last, False
        number = last.number + 1 if last else 1
        cart = Cart(
            id=derived_id("cart", customer_id, str(number), at=_NUMBERED_AT),
            tenant_id=tenancy.current().slug,
            owner=customer_id,
            customer_id=customer_id,
            number=number,
            created_at=now,
            updated_at=now,
            country=draft.country,
            currency=draft.currency,
            language=draft.language,
        )
        with suppress(DocumentExists):  # another request of the same customer was faster: take its cart
            return CARTS.create(cart), True
    raise StaleDocument


def _merged(own: Cart, guest: Cart, cut: list[CartChange], *, now: datetime) -> Cart:
    """``own`` with the lines of ``guest``, and its details where ``own`` has none; ``cut`` tells what the limits took off."""
    lines = {line.variant_id: line for line in own.lines}
    for line in guest.lines:
        present = lines.get(line.variant_id)
        if present is None and len(lines) >= max_lines():
            cut.append(CartChange(kind="line_dropped", variant_id=line.variant_id, vendor_id=line.vendor_id, requested=line.quantity))
            continue
        lines[line.variant_id] = _added(present, line, cut)
    return msgspec.structs.replace(
        own,
        lines=list(lines.values()),
        merged=[*own.merged, guest.id][-KEPT_MERGED:],
        email=own.email or guest.email,
        shipping_address=own.shipping_address or guest.shipping_address,
        billing_address=own.billing_address or guest.billing_address,
        shipping_choices={**guest.shipping_choices, **own.shipping_choices},
        country=own.country if own.lines or own.shipping_address else guest.country,
        currency=own.currency if own.lines else guest.currency,
    )


def _added(present: Line | None, line: Line, cut: list[CartChange]) -> Line:
    wanted = line.quantity + (present.quantity if present else 0)
    quantity = min(wanted, max_quantity())
    target = present or line
    if quantity < wanted:
        cut.append(
            CartChange(
                kind="quantity_limited",
                line_id=target.id,
                variant_id=line.variant_id,
                vendor_id=line.vendor_id,
                requested=wanted,
                available=quantity,
            )
        )
    return msgspec.structs.replace(target, quantity=quantity)


def _close_guest(guest: Cart, own: Cart, *, now: datetime) -> None:
    operations = [
        PatchOperation("set", "/status", "merged"),
        PatchOperation("set", "/merged_into", f"{own.customer_id}:{own.id}"),
        PatchOperation("set", "/updated_at", msgspec.to_builtins(now)),
    ]
    with suppress(ConditionFailed, DocumentNotFound):  # closed by a parallel merge, or expired
        CARTS.patch(carts_pk(guest.owner), guest.id, operations, condition=Condition("/status", ("open",)))
