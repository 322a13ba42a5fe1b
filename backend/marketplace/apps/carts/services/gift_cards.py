"""Gift cards on a cart: what it costs does not change, what is left to pay does."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.carts.services.editing import CartLimitReached, change, require_open
from marketplace.apps.carts.services.quoting import CartAnswer
from marketplace.apps.carts.types import MAX_GIFT_CARDS, Cart
from marketplace.apps.credit import services as credit_services
from marketplace.apps.credit.errors import CreditNotFound
from marketplace.kit.texts import Text


def add_gift_card(cart: Cart, *, code: str, address: str, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Have a gift card pay what it can of the cart. The cart keeps the card's id, not its code. ``address`` is where the request comes from.

    A card that cannot pay is added all the same: the cart says why it pays nothing.

    :raises CreditNotFound: if there is none with this code
    :raises TooManyAttempts: after wrong codes in a row
    :raises CartLimitReached: for too many gift cards
    :raises CartClosed:
    :raises StaleDocument: if an ``etag`` is given and is old
    """
    require_open(cart)
    card = credit_services.look_up_gift_card(code=code, address=address, now=now)

    def edit(present: Cart) -> Cart:
        gift_cards = list(dict.fromkeys([*present.gift_cards, card.id]))
        if len(gift_cards) > MAX_GIFT_CARDS:
            raise CartLimitReached(Text("A cart has at most {limit} gift cards.", limit=MAX_GIFT_CARDS), limit=MAX_GIFT_CARDS)
        return msgspec.structs.replace(present, gift_cards=gift_cards)

    return change(cart, edit, language=language, now=now, etag=etag)


def remove_gift_card(cart: Cart, *, gift_card_id: str, language: str, now: datetime, etag: str = "") -> CartAnswer:
    """
    Take a gift card off the cart.

    :raises CreditNotFound: if it is not on the cart
    :raises CartClosed:
    :raises StaleDocument: if an ``etag`` is given and is old
    """

    def edit(present: Cart) -> Cart:
        if gift_card_id not in present.gift_cards:
            raise CreditNotFound
        return msgspec.structs.replace(present, gift_cards=[item for item in present.gift_cards if item != gift_card_id])

    return change(cart, edit, language=language, now=now, etag=etag)
