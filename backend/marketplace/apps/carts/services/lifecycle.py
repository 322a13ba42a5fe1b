"""How a cart begins, goes into another, and ends."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from marketplace.apps.carts.documents import CARTS, carts_pk
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
from marketplace.apps.carts.types import MAX_CODES, MAX_GIFT_CARDS, MAX_SAVED, Cart, CartChange, Line
from marketplace.apps.inventory.types import StockLine
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Changed, Delete
from marketplace.foundation.documents.errors import ConditionFailed, DocumentContended, DocumentExists, DocumentNotFound
from marketplace.foundation.documents.port import MAX_BATCH, Condition, PatchOperation
from marketplace.kit.ids import derived_id, hash_secret, new_id, new_secret
from marketplace.kit.pages import PageRequest
from marketplace.kit.texts import Text

KEPT_MERGED = 50  # of the guests' carts that a cart took in, the last ones are remembered
OPENING_TRIES = 3

# The ids of a customer's carts follow from customer and number, so that two requests at once open the same one.
_NUMBERED_AT = datetime(2026, 1, 1, tzinfo=UTC)


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """What a cart became: its order, with the quantity of each line by id, and the cart's ``updated_at`` that the order was made of."""

    owner: str
    cart_id: str
    order_id: str
    quantities: dict[str, int]
    seen_at: datetime


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What a new cart begins with. A customer's takes over the saved items of the one before."""

    country: str
    currency: str
    language: str
    saved: list[Line] = []


def open_cart(
    *,
    customer_id: str,
    language: str,
    now: datetime,
    country: str = "",
    currency: str = "",
    lines: Sequence[StockLine] = (),
    before: Cart | None = None,
) -> CartAnswer:
    """
    A new cart, or the one that the customer has open; with ``lines`` in it.

    A guest (no ``customer_id``) always gets a new one, and the secret that opens it. Without a country and a currency it
    has the region's. A guest's takes over the saved items of ``before``, the guest's cart that was ordered.

    :raises InvalidInput: for a country or currency of another region
    :raises NotFound: for a variant that does not exist or cannot be sold
    """
    tenant = tenancy.current()
    draft = Draft(
        country=country or tenant.countries[0],
        currency=currency or tenant.default_currency,
        language=language,
        saved=before.saved if before else [],
    )
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

    :raises CartClosed: if the guest's cart was ordered, or was merged into another customer's
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


def close_cart(*, ordered: Ordered, now: datetime) -> None:
    """
    Mark a cart as ordered. Safe to repeat; a cart that has expired by then needs no mark.

    Lines that were added since the order was placed go into a cart of their own, with the change ``not_in_order``.
    """
    seen = Condition("/updated_at", (msgspec.to_builtins(ordered.seen_at),))
    try:
        CARTS.patch(carts_pk(ordered.owner), ordered.cart_id, _closing(ordered.order_id, now=now), condition=seen)
    except DocumentNotFound:
        return
    except ConditionFailed:
        _close_changed(ordered, now=now)


def delete_carts(*, customer_id: str) -> None:
    """Delete every cart of a customer, page by page. Safe to repeat."""
    while carts := CARTS.query(carts_pk(customer_id), page=PageRequest(MAX_BATCH)).items:
        CARTS.batch(carts_pk(customer_id), [Delete(cart) for cart in carts])


def _close_changed(ordered: Ordered, *, now: datetime) -> None:
    """Close a cart that was changed while it was being paid, or that is closed already: what the order lacks must be kept either way."""
    cart = CARTS.find(carts_pk(ordered.owner), ordered.cart_id)
    if cart is None or (not cart.is_open and cart.order_id != ordered.order_id):
        return
    if cart.is_open:
        next_id = "" if cart.customer_id else derived_id("cart", cart.id, ordered.order_id, at=_NUMBERED_AT)
        operations = [*_closing(ordered.order_id, now=now), PatchOperation("set", "/next_cart_id", next_id if _rest(cart, ordered) else "")]
        present = Condition("/updated_at", (msgspec.to_builtins(cart.updated_at),))
        try:
            cart = CARTS.patch(carts_pk(cart.owner), cart.id, operations, condition=present)
        except ConditionFailed:  # it was changed once more
            _close_changed(ordered, now=now)
            return
    _keep(_rest(cart, ordered), cart, now=now)


def _closing(order_id: str, *, now: datetime) -> list[PatchOperation]:
    return [
        PatchOperation("set", "/status", "ordered"),
        PatchOperation("set", "/order_id", order_id),
        PatchOperation("set", "/updated_at", msgspec.to_builtins(now)),
    ]


def _rest(cart: Cart, ordered: Ordered) -> list[Line]:
    """What the cart has and the order lacks."""
    more = [(line, line.quantity - ordered.quantities.get(line.id, 0)) for line in cart.lines]
    return [msgspec.structs.replace(line, quantity=extra, kept_from=ordered.order_id) for line, extra in more if extra > 0]


def _keep(rest: list[Line], cart: Cart, *, now: datetime) -> None:
    """Put ``rest`` into the customer's next cart; a guest's own secret opens the new one, too. Once, however often it is asked for."""
    if not rest:
        return
    if not cart.customer_id:
        kept = msgspec.structs.replace(
            cart, id=cart.next_cart_id, owner=cart.next_cart_id, status="open", order_id="", next_cart_id="", lines=rest, updated_at=now
        )
        with suppress(DocumentExists):
            CARTS.create(kept)
        return

    def take(own: Cart) -> Changed[Cart] | None:
        if cart.id in own.merged or not own.is_open:
            return None
        return Changed(msgspec.structs.replace(_merged(own, msgspec.structs.replace(cart, lines=rest), [], now=now), updated_at=now))

    draft = Draft(country=cart.country, currency=cart.currency, language=cart.language)
    for _ in range(OPENING_TRIES):
        own = _customers_cart(cart.customer_id, draft, now=now)[0]
        if cart.id in CARTS.change(carts_pk(own.owner), own.id, take, known=own).merged:
            return
    raise DocumentContended(note=f"the open cart of {cart.customer_id}")


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
        saved=draft.saved,
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
            saved=last.saved if last else [],
        )
        with suppress(DocumentExists):  # another request of the same customer was faster: take its cart
            return CARTS.create(cart), True
    raise DocumentContended(note=f"the open cart of {customer_id}")


def _merged(own: Cart, guest: Cart, cut: list[CartChange], *, now: datetime) -> Cart:
    """``own`` with the lines of ``guest``, and its details where ``own`` has none; ``cut`` collects what the limits took off."""
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
        saved=_merged_saved(own, guest),
        email=own.email or guest.email,
        note=own.note or guest.note,
        shipping_address=own.shipping_address or guest.shipping_address,
        billing_address=own.billing_address or guest.billing_address,
        shipping_choices={**guest.shipping_choices, **own.shipping_choices},
        payment_method=own.payment_method or guest.payment_method,
        codes=list(dict.fromkeys([*own.codes, *guest.codes]))[:MAX_CODES],
        gift_cards=list(dict.fromkeys([*own.gift_cards, *guest.gift_cards]))[:MAX_GIFT_CARDS],
        country=own.country if own.lines or own.shipping_address else guest.country,
        currency=own.currency if own.lines else guest.currency,
    )


def _merged_saved(own: Cart, guest: Cart) -> list[Line]:
    """The guest's first, each variant once, as far as the limit goes."""
    by_variant = {line.variant_id: line for line in [*reversed(own.saved), *reversed(guest.saved)]}
    return list(reversed(by_variant.values()))[:MAX_SAVED]


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
