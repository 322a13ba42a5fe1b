"""Gift cards and store credit, given by staff; carts that pay with them."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.mail import EmailMessage

from marketplace.apps.carts.documents import CARTS
from marketplace.apps.carts.types import Cart
from marketplace.apps.catalog.types import Product
from marketplace.apps.checkout.queries import Progress
from marketplace.apps.credit import services
from marketplace.apps.credit.queries import get_credit
from marketplace.apps.credit.types import GiftCardOrder, IssueView, PurchaseView
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import make_cart
from marketplace.apps.orders.types import Order
from marketplace.apps.payments.types import PaymentView
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation import tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

FINANCE = Actor("staff", "stf_finance", "finance")
SUPPORT = Actor("staff", "stf_support", "support")


def money(minor: int) -> Money:
    return Money(minor, tenancy.current().default_currency)


def give_card(minor: int, *, now: datetime = NOW, expires_at: datetime | None = None) -> IssueView:
    """A gift card, with its code."""
    about = {"reason": "Sorry", "actor": SUPPORT, "request_key": new_id("key", at=now), "now": now, "expires_at": expires_at}
    return services.issue_credit(kind=TenderKind.GIFT_CARD, amount=money(minor), **about)


def give_store_credit(customer_id: str, minor: int, *, now: datetime = NOW) -> IssueView:
    about = {"reason": "Sorry", "actor": SUPPORT, "request_key": new_id("key", at=now), "now": now}
    return services.issue_credit(kind=TenderKind.STORE_CREDIT, amount=money(minor), customer_id=customer_id, **about)


def cart_with(
    *wanted: tuple[Product, int], cards: tuple[IssueView | PurchaseView, ...] = (), customer_id: str = "", own: bool = False
) -> Cart:
    """A complete cart that gift cards pay for, and the customer's ``own`` store credit."""
    cart = make_cart(*wanted, customer_id=customer_id)
    cart.gift_cards, cart.uses_store_credit = [str(card.credit_id) for card in cards], own
    return CARTS.replace(cart, etag=cart.etag)


def order_of(done: Progress) -> Order:
    return order_queries.get_order(done.checkout.order_owner, done.checkout.order_id)


def buy_card(
    customer_id: str,
    minor: int,
    *,
    key: str = "",
    method: str = "sandbox_card",
    card_token: str = "tok_ok",
    return_url: str = "",
    message: str = "",
    send_at: datetime = NOW,
    now: datetime = NOW,
) -> tuple[PurchaseView, PaymentView]:
    """A gift card that the customer buys for another person."""
    wanted = GiftCardOrder(
        amount=money(minor), recipient_email="mother@example.com", sender_name="Noor", message=message, language="en", send_at=send_at
    )
    paying = {"method": method, "card_token": card_token, "return_url": return_url, "request_key": key or new_id("key", at=now)}
    return services.buy_gift_card(customer_id=customer_id, wanted=wanted, now=now, **paying)


def code_in(message: EmailMessage) -> str:
    """The gift card's code in the mail that brings it."""
    found = re.search(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found[0]


def left_on(issue: IssueView) -> tuple[int, int]:
    """Balance and reserved, in minor units."""
    credit = get_credit(str(issue.credit_id))
    return credit.balance.minor, credit.reserved.minor
