"""The toolbox of one conversation: our own queries, with the rights of the person who asks."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.errors import TooManyAttempts
from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.domain.passages import Passage
from marketplace.apps.assistant.queries import pages
from marketplace.apps.assistant.types import AnswerSource, Memory, SourceKind
from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.discovery.queries import ProductNotFound
from marketplace.apps.discovery.types.lists import Criteria, Place, ProductCard
from marketplace.apps.discovery.types.pages import ProductDetail
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.types import Order, OrderDetail
from marketplace.apps.returns import queries as return_queries
from marketplace.apps.returns.types import ReturnablePart
from marketplace.kit.pages import PageRequest

LATEST_ORDERS = 5


@dataclass(slots=True, kw_only=True)
class Caller:
    """Who asks: a customer by its token, or a guest at an address. ``emails`` are those that the visitor wrote in this conversation."""

    customer_id: str
    address: str
    emails: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class OwnTools:
    """Reads for one turn. What a model names is looked for among what the caller may see, and nowhere else."""

    caller: Caller
    place: Place
    memory: Memory
    now: datetime
    _orders: dict[str, Order] = field(default_factory=dict)

    @property
    def is_logged_in(self) -> bool:
        return bool(self.caller.customer_id)

    def find_products(self, text: str, *, limit: int = 8) -> list[ProductCard]:
        found = discovery_queries.list_products(Criteria(q=slots.impersonal(text)), place=self.place, page=PageRequest(limit))
        return [_card(card) for card in found.items]

    def find_product(self, slug: str) -> ProductDetail | None:
        with suppress(ProductNotFound):
            return discovery_queries.get_product_page(slug, place=self.place, now=self.now)
        return None

    def find_passages(self, question: str, *, limit: int = 3) -> list[tuple[float, Passage]]:
        return pages.find_passages(slots.impersonal(question), language=self.place.language, limit=limit)

    def find_orders(self) -> list[OrderDetail]:
        if self.caller.customer_id:
            page = order_queries.list_orders(self.caller.customer_id, PageRequest(LATEST_ORDERS))
            return [self._detail(order) for order in page.items]
        return [self._detail(order) for order in self._opened()]

    def find_order(self, number: str) -> OrderDetail | None:
        opened = next((order for order in self._opened() if order.number == number), None)
        order = opened or self._of_customer(number) or self._of_guest(number)
        return None if order is None else self._detail(order)

    def returnable(self, order: OrderDetail) -> list[ReturnablePart]:
        known = self._orders.get(order.id)
        return [] if known is None else return_queries.returnable_parts(known, now=self.now)

    def source_of_order(self, order: OrderDetail) -> AnswerSource:
        return AnswerSource(kind=SourceKind.ORDER, ref=order.id, title=order.number)

    def _detail(self, order: Order) -> OrderDetail:
        self._orders[order.id] = order
        return order_queries.order_detail(order)

    def _opened(self) -> list[Order]:
        """A guest's orders that this conversation has opened: a handful, each a point read."""
        found = []
        for order_id in self.memory.orders[-LATEST_ORDERS:]:
            with suppress(OrderNotFound):
                found.append(self._orders.get(order_id) or order_queries.get_any_order(order_id))
        return found

    def _of_customer(self, number: str) -> Order | None:
        if not self.caller.customer_id:
            return None
        page = order_queries.list_orders(self.caller.customer_id, PageRequest(100))
        return next((order for order in page.items if order.number == number), None)

    def _of_guest(self, number: str) -> Order | None:
        """By number and e-mail address, counted as every other look-up of an order is."""
        if not self.caller.emails:
            return None
        email = self.caller.emails[-1]
        try:
            account_services.admit_order_lookup(email=email, address=self.caller.address, now=self.now)
        except TooManyAttempts:
            return None
        order = order_queries.find_guest_order(number, email=email)
        if order is not None and order.id not in self.memory.orders:
            self.memory.orders.append(order.id)
        return order


def _card(card: Any) -> ProductCard:
    """Cards come as they are stored, which is JSON."""
    return msgspec.json.decode(card, type=ProductCard) if isinstance(card, msgspec.Raw) else card
