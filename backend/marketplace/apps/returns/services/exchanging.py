"""
Exchanges: another variant instead of the money. The return refunds to the customer's store credit, and that pays a new order.

So no money moves in a way of its own. The stock is held by the return's name from its approval on, until the new order's checkout takes
it over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.carts import queries as cart_queries
from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.types import Cart
from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.catalog.types import ProductRef
from marketplace.apps.checkout import queries as checkout_queries
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.inventory import services as inventory_services
from marketplace.apps.inventory.errors import OutOfStock
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.types import VendorOrder, VendorOrderLine
from marketplace.apps.payments.types import NOTHING_TO_PAY
from marketplace.apps.returns.events import ExchangeDue, ExchangeEnded
from marketplace.apps.returns.models import Return
from marketplace.apps.returns.region_settings import EXCHANGE_DAYS
from marketplace.apps.returns.services import states
from marketplace.apps.returns.types import ExchangeRefusal, ExchangeState, ReturnLine, exchange_refusal
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Recorded
from marketplace.kit.actors import SYSTEM
from marketplace.kit.errors import FieldError, InvalidInput, MarketplaceError, NotFound
from marketplace.kit.ids import VariantId, VendorId
from marketplace.kit.money import Money, total
from marketplace.kit.texts import Text

REFUSALS = {
    ExchangeRefusal.GUEST: Text("An exchange needs a customer account. Return the product for its money, and order the other one"),
    ExchangeRefusal.PAID_ON_DELIVERY: Text("What was paid on delivery is returned for its money: order the other product anew"),
}
_DUE = "id = %(id)s AND exchange_state = %(due)s"


def titles_of_exchanges(
    exchanges: Mapping[str, str], lines: Mapping[str, tuple[int, VendorOrder, VendorOrderLine]], *, language: str
) -> dict[str, str]:
    """
    By line, what the variants are called that the customer wants instead. ``lines`` has each line's place in the request.

    :raises InvalidInput: for what is no other variant of the same product that is sold, or where there can be no store credit
    """
    refs = {ProductRef(VendorId(part.vendor_id), line.product_id) for _, part, line in lines.values()}
    products = catalog_queries.get_products(list(refs)) if exchanges else {}
    titles = {}
    for line_id, variant_id in exchanges.items():
        place, part, line = lines[line_id]
        field = f"lines.{place}.exchange_for"
        if (refusal := exchange_refusal(part)) is not None:
            raise InvalidInput(errors=[FieldError(field, f"no_exchange_{refusal}", REFUSALS[refusal])])
        product = products.get(line.product_id)
        variant = product.find_variant(variant_id) if product is not None and product.is_published else None
        if product is None or variant is None or not variant.is_active or variant_id == line.variant_id:
            raise InvalidInput(errors=[FieldError(field, "unknown_variant", Text("Not another variant of this product"))])
        titles[line_id] = product.option_text(variant, language)
    return titles


def hold_stock(row: Return, *, send_until: datetime, now: datetime) -> dict[str, Any]:
    """
    Reserve what the customer wants instead, in the caller's transaction; the changes of the return that say so.

    :raises OutOfStock: if any of it cannot be had
    """
    if row.exchange_state != ExchangeState.WANTED:  # none is, or its customer was erased
        return {}
    wanted = _wanted(row, [line.quantity for line in row.units])
    until = send_until + timedelta(days=EXCHANGE_DAYS.current())
    inventory_services.reserve(owner_id=row.id, lines=wanted, until=until, now=now)
    return {"exchange_state": ExchangeState.HELD, "exchange_until": until}


def hold_at_once(row: Return, *, now: datetime) -> None:
    """The same for a new return that is approved as it is stored. :raises OutOfStock: if any of it cannot be had"""
    if row.send_until is not None:
        for name, value in hold_stock(row, send_until=row.send_until, now=now).items():
            setattr(row, name, value)


def keep_accepted(row: Return, *, now: datetime) -> dict[str, Any]:
    """
    Once the return is refunded: hold what replaces the accepted units alone, until it is ordered, in the caller's transaction; the changes
    of the return that say so. What cannot be had any more ends the exchange, and the customer keeps the store credit.
    """
    if row.exchange_state != ExchangeState.HELD:
        return {}
    until = now + timedelta(days=EXCHANGE_DAYS.current())
    inventory_services.release(owner_id=row.id, now=now)
    if wanted := _wanted(row, [line.accepted for line in row.units]):
        with suppress(OutOfStock):
            inventory_services.reserve(owner_id=row.id, lines=wanted, until=until, now=now)
            return {"exchange_state": ExchangeState.DUE, "exchange_until": until}
        outbox.store([ended(row, now=now)])
    return {"exchange_state": ExchangeState.ENDED, "exchange_until": None}


def place_exchange(*, return_id: str, now: datetime) -> None:
    """
    Open the cart of what replaces the returned units, and order it by itself where the refund pays all of it; else the customer orders it
    and pays the difference. For the request and again for its event: safe to repeat, also at the same time.
    """
    row = states.find(return_id)
    if row.exchange_state != ExchangeState.DUE:
        return
    try:
        cart = _cart_of(row, now=now)
    except NotFound:  # the variant is gone by now
        end_exchange(row.id, now=now)
        return
    quoted = cart_services.quote_cart(cart, language=cart.language, now=now)
    if not (quoted.missing or quoted.quote.amount_due or quoted.quote.total > _refunded(row, quoted.quote.currency)):
        nothing = PaymentChoice(method=NOTHING_TO_PAY)
        with suppress(MarketplaceError):  # sold out or dearer at this moment: the customer decides
            done = checkout_services.place_order(cart=cart, quoted_total=quoted.quote.amount_due, payment=nothing, now=now)
            _note_order(row.id, done.checkout.order_id, now=now)
            return
    with tenancy.atomic():
        outbox.store([outbox.record(ExchangeDue(return_id=row.id, order_id=row.order_id), now=now)])


def end_exchange(return_id: str, *, now: datetime) -> bool:
    """What was to come instead cannot be had any more: the customer keeps the store credit, and hears of it. Whether it was still due."""
    row = states.find(return_id)
    cart_services.drop_exchange_cart(return_id=row.id, customer_id=row.customer_id)
    with tenancy.atomic():
        if not _change_due(return_id, exchange_state=ExchangeState.ENDED, exchange_until=None):
            return False
        inventory_services.release(owner_id=return_id, now=now)
        outbox.store([ended(row, now=now)])
        audit.record(actor=SYSTEM, action="return.exchange_ended", resource=return_id, now=now)
    return True


def hold_again(*, checkout_id: str, now: datetime) -> None:
    """
    A checkout has ended without a sale: if its cart was an exchange's that is still due, its stock is reserved by the return's id again.
    What others have bought meanwhile ends the exchange. Safe to repeat.
    """
    checkout = checkout_queries.get_checkout(checkout_id)
    return_id = checkout.agreed.exchange_of
    if not return_id or checkout_queries.find_live_checkout(checkout.cart_id) is not None:
        return
    row = rows.first(Return, _DUE, {"id": return_id, "due": ExchangeState.DUE})
    if row is None or row.exchange_until is None or row.exchange_until < now:
        return
    wanted = _wanted(row, [line.accepted for line in row.units])
    try:
        with tenancy.atomic():
            if rows.first(Return, _DUE, {"id": return_id, "due": ExchangeState.DUE}, for_update=True) is not None:
                inventory_services.reserve(owner_id=return_id, lines=wanted, until=row.exchange_until, now=now)
    except OutOfStock:
        end_exchange(return_id, now=now)


def ended(row: Return, *, now: datetime) -> Recorded:
    """The event that nothing comes instead."""
    return outbox.record(ExchangeEnded(return_id=row.id, order_id=row.order_id), now=now)


def note_exchange_order(*, checkout_id: str, now: datetime) -> None:
    """
    A checkout is settled: if its cart was an exchange's, that has its order, also where the exchange has ended meanwhile. Safe to repeat.
    """
    checkout = checkout_queries.get_checkout(checkout_id)
    if checkout.agreed.exchange_of:
        _note_order(checkout.agreed.exchange_of, checkout.order_id, now=now)


def expire_exchanges(*, now: datetime) -> list[str]:
    """
    End what was not ordered in time: the stock is free, and the customer keeps the store credit. What is being paid at this moment is left
    to its checkout. Safe to run twice. Returns the ids.
    """
    expired = []
    late = list(Return.objects.filter(exchange_state=ExchangeState.DUE, exchange_until__lt=now).order_by("exchange_until")[:500])
    paying = checkout_queries.carts_in_checkout([cart_queries.exchange_cart_id(row.id) for row in late])
    for row in late:
        if cart_queries.exchange_cart_id(row.id) in paying:
            continue
        cart_services.drop_exchange_cart(return_id=row.id, customer_id=row.customer_id)
        with tenancy.atomic():
            inventory_services.release(owner_id=row.id, now=now)
            if _change_due(row.id, exchange_state=ExchangeState.ENDED):
                audit.record(actor=SYSTEM, action="return.exchange_expired", resource=row.id, now=now)
                expired.append(row.id)
    return expired


def _note_order(return_id: str, order_id: str, *, now: datetime) -> None:
    ordered = {"exchange_state": ExchangeState.ORDERED, "exchange_order_id": order_id, "exchange_until": None}
    ended_too = {"id": return_id, "states": [ExchangeState.DUE, ExchangeState.ENDED]}
    with tenancy.atomic():
        if rows.change_where(Return, "id = %(id)s AND exchange_state = ANY (%(states)s::text[])", ended_too, **ordered):
            inventory_services.release(owner_id=return_id, now=now)
            audit.record(actor=SYSTEM, action="return.exchanged", resource=return_id, new={"order_id": order_id}, now=now)


def _change_due(return_id: str, **changes: Any) -> bool:
    return bool(rows.change_where(Return, _DUE, {"id": return_id, "due": ExchangeState.DUE}, **changes))


def _cart_of(row: Return, *, now: datetime) -> Cart:
    order = order_queries.get_any_order(row.order_id)
    wanted = cart_services.ExchangeFor(
        customer_id=row.customer_id,
        email=order.email,
        language=order.language,
        country=order.country,
        currency=order.quote.currency,
        shipping_address=order.shipping_address,
        billing_address=order.billing_address,
    )
    lines = _wanted(row, [line.accepted for line in row.units])
    return cart_services.open_exchange_cart(return_id=row.id, wanted=wanted, lines=lines, now=now)


def _wanted(row: Return, quantities: Sequence[int]) -> list[StockLine]:
    units: list[tuple[ReturnLine, int]] = list(zip(row.units, quantities, strict=True))
    return [StockLine(VariantId(line.exchange_for), quantity) for line, quantity in units if line.exchange_for and quantity]


def _refunded(row: Return, currency: str) -> Money:
    """To store credit, for the units alone that are exchanged: not for other units of the return, nor for its delivery."""
    part = order_queries.get_vendor_order(row.vendor_id, row.vendor_order_id)
    reversals = [item for item in part.reversals if item.cause_id == row.id]
    exchanged = {line.line_id for line in row.units if line.exchange_for}
    paid = total((line.price for item in reversals for line in item.lines if line.line_id in exchanged), currency)
    return min(paid, total((item.to_credit for item in reversals), currency))
