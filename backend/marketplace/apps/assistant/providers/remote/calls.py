"""The toolbox as a model sees it: what it may call, and what it reads. Whose orders and which region are not its to say."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.domain.passages import FITS, without_contacts
from marketplace.apps.assistant.providers.base import Toolbox
from marketplace.apps.assistant.types import AnswerSource, SourceKind
from marketplace.apps.discovery.types.lists import ProductCard
from marketplace.apps.discovery.types.pages import ProductDetail
from marketplace.apps.orders.types import OrderDetail, OrderState
from marketplace.foundation import tenancy
from marketplace.foundation.texts import amount, day, locale_of
from marketplace.kit.money import Money
from marketplace.kit.plain_text import clean_line

if TYPE_CHECKING:
    from openai.types.responses import FunctionToolParam

MAX_DESCRIPTION, MAX_ARGUMENT, MAX_ORDERS = 1_500, 200, 5  # characters; orders
_TAG = re.compile(r"<[^<>]*>")
# Of what functions return, what vendors have written: names, and a text.
NAMES = frozenset({"title", "brand", "vendor", "name", "carrier", "tracking_number"})
THEIRS = NAMES | {"slug", "what_its_vendor_says"}
_CLAIMS_OF_STATES: dict[OrderState, frozenset[str]] = {
    OrderState.CONFIRMED: frozenset({"waiting"}),
    OrderState.PARTLY_SHIPPED: frozenset(),  # neither that it was sent nor that it was not
    OrderState.SHIPPED: frozenset({"shipped"}),
    OrderState.DELIVERED: frozenset({"shipped", "delivered"}),
    OrderState.CANCELED: frozenset({"canceled"}),
}


def _function(name: str, description: str, **parameters: str) -> FunctionToolParam:
    properties = {key: {"type": "string", "description": meaning} for key, meaning in parameters.items()}
    schema: dict[str, object] = {"type": "object", "properties": properties, "required": list(parameters), "additionalProperties": False}
    return {"type": "function", "name": name, "description": description, "parameters": schema, "strict": True}


FUNCTIONS = [
    _function("search_products", "Products of this shop that fit some words.", query="What is looked for, in the visitor's words"),
    _function("get_product", "All facts of one product: prices, stock, delivery, what its vendor says.", slug="From search_products"),
    _function("search_pages", "What the shop says about delivery, returns, payment, privacy, terms, contact.", question="The question"),
    _function("list_orders", "The latest orders of this visitor, if the visitor may see any."),
    _function("get_order", "One order of this visitor: state, parcels, refunds, what can be returned.", number="Its number"),
    _function("offer_hand_over", "Offer the visitor to hand the conversation over to the shop's staff."),
]


class Calls:
    """The calls of one turn: their results, what they found to be so, and where it stands."""

    def __init__(self, tools: Toolbox, language: str) -> None:
        self._tools, self._language = tools, language
        self.results: list[str] = []  # as the model reads them
        self.ours: list[str] = []  # of the results, what our fields and the operator's pages say
        self.theirs: list[str] = []  # what vendors wrote
        self.names: list[str] = []  # of that, the names
        self.reads_person = False  # whether an order was looked for, or a person is offered: nothing for other visitors
        self._claims: set[str] = set()  # of no product
        self._of_products: dict[str, set[str]] = {}  # by title
        self._whole: list[str] = []
        self.products: dict[str, ProductCard | None] = {}  # by slug, in the order in which they were found
        self.sources: list[AnswerSource] = []
        self.offers_hand_over = False

    def run(self, name: str, arguments: str) -> str:
        """The result as JSON. What is called wrongly is answered with what is wrong, for the model to try again."""
        known: dict[str, Callable[..., Any]] = {
            "search_products": self._search_products,
            "get_product": self._get_product,
            "search_pages": self._search_pages,
            "list_orders": self._list_orders,
            "get_order": self._get_order,
            "offer_hand_over": self._offer_hand_over,
        }
        try:
            given = msgspec.json.decode(arguments or "{}", type=dict[str, str])
            result = known[name](**{key: value[:MAX_ARGUMENT] for key, value in given.items()})
        except (KeyError, TypeError, msgspec.DecodeError):
            result = {"error": "There is no such function, or it takes other parameters"}
        written = msgspec.json.encode(result).decode()
        self.results.append(written)
        self._sort("", result)
        return written

    def _sort(self, key: str, value: Any) -> None:
        """By who wrote it: each field of a result has one author."""
        if isinstance(value, dict):
            for name, each in value.items():
                self._sort(name, each)
        elif isinstance(value, list):
            for each in value:
                self._sort(key, each)
        elif value is not None:
            (self.theirs if key in THEIRS else self.ours).append(str(value))
            if key in NAMES and value:
                self.names.append(str(value))

    def claims_for(self, sentence: str) -> frozenset[str]:
        """What was found to be so of the products that the sentence names; where it names none, of those that were looked up in whole."""
        named = [claims for title, claims in self._of_products.items() if title.casefold() in sentence.casefold()]
        whole = [self._of_products[title] for title in self._whole]
        return frozenset(self._claims.union(*(named or whole or self._of_products.values())))

    def sources_in(self, text: str) -> list[AnswerSource]:
        """What was looked up in whole, and the products of a list that the text names."""
        known = {source.ref for source in self.sources}
        named = [
            AnswerSource(kind=SourceKind.PRODUCT, ref=slug, title=_name(card.title))
            for slug, card in self.products.items()
            if card is not None and slug not in known and _name(card.title).casefold() in text.casefold()
        ]
        return [*self.sources, *named]

    def cards_in(self, text: str) -> list[ProductCard]:
        return [card for card in self.products.values() if card is not None and _name(card.title).casefold() in text.casefold()]

    def _search_products(self, query: str) -> Any:
        cards = self._tools.find_products(query)
        for card in cards:
            self.products[card.slug] = card
            claims = {"in" if card.in_stock else "out"} | ({"reduced"} if card.compare_at else set())
            self._of_products.setdefault(_name(card.title), claims)
        return [
            {
                "slug": card.slug,
                "title": _name(card.title),
                "lowest_price": self._money(card.price),
                "price_varies": card.price_varies,
                "before": self._money(card.compare_at),
                "is_in_stock": card.in_stock,
            }
            for card in cards
        ]

    def _get_product(self, slug: str) -> Any:
        product = self._tools.find_product(slug)
        if product is None:
            return {"error": "No such product"}
        title = _name(product.title)
        self._cite(AnswerSource(kind=SourceKind.PRODUCT, ref=product.slug, title=title))
        self.products.setdefault(product.slug, None)
        self._of_products[title] = _claims_of(product)
        self._whole.append(title)
        return {
            "title": title,
            "brand": _name(product.brand or ""),
            "vendor": _name(product.vendor.name),
            "variants": [
                {
                    "name": _name(variant.title) or title,
                    "price": self._money(variant.price),
                    "before": self._money(variant.compare_at),
                    "stock": variant.stock,
                    "weight_g": variant.weight_g,
                }
                for variant in product.variants
            ],
            "delivery_to": locale_of(self._language).territories.get(product.delivery.country, product.delivery.country),
            "delivery": [
                {
                    "name": _name(option.name),
                    "price": self._money(option.price),
                    "no_charge_above": self._money(option.free_over),
                    "working_days": f"{option.min_days}-{option.max_days}",
                }
                for option in product.delivery.options
            ],
            "what_its_vendor_says": _plain(product.description_html)[:MAX_DESCRIPTION],
        }

    def _search_pages(self, question: str) -> Any:
        found = self._tools.find_passages(question)
        for fit, passage in found[:1]:
            if fit < FITS:
                continue  # nothing rests on it
            self._cite(AnswerSource(kind=SourceKind.PAGE, ref=passage.slug, title=passage.title))
        return [{"page": passage.title, "heading": passage.heading, "text": passage.text} for _, passage in found]

    def _list_orders(self) -> Any:
        self.reads_person = True
        orders = self._tools.find_orders()[:MAX_ORDERS]
        if not orders:
            return {"error": "None are known. Ask for the order's number and the e-mail address that it was placed with, or to log in"}
        return [self._order(order) for order in orders]

    def _get_order(self, number: str) -> Any:
        self.reads_person = True
        order = self._tools.find_order(slots.order_number(number))
        if order is None:
            return {"error": "Not found. The visitor has to write the number and the e-mail address that it was placed with, or to log in"}
        windows = [
            {"vendor": _name(part.vendor_name), "can_be_returned_until": self._day(part.window_ends_at)}
            for part in self._tools.returnable(order)
            if part.window_ends_at and any(part.units.values())
        ]
        return {**self._order(order), "returns": windows}

    def _order(self, order: OrderDetail) -> dict[str, Any]:
        self._cite(self._tools.source_of_order(order))
        self._claims |= {"order"} | _CLAIMS_OF_STATES.get(order.state, frozenset())
        if order.refunded.minor:
            self._claims.add("refunded")
        return {
            "number": order.number,
            "state": order.state,
            "placed_on": self._day(order.placed_at),
            "total": self._money(order.total),
            "paid_back": self._money(order.refunded),
            "on_its_way_back": self._money(order.refund_pending),
            "parcels": [
                {
                    "vendor": _name(part.vendor_name),
                    "carrier": _name(shipment.carrier),
                    "tracking_number": _name(shipment.tracking_number or ""),
                    "sent_on": self._day(shipment.shipped_at),
                    "delivered_on": self._day(shipment.delivered_at),
                }
                for part in order.parts
                for shipment in part.shipments
            ],
        }

    def _offer_hand_over(self) -> Any:
        self.offers_hand_over = self.reads_person = True
        return {"done": "The visitor sees a link to the form for it below your answer"}

    def _cite(self, source: AnswerSource) -> None:
        if source not in self.sources:
            self.sources.append(source)

    def _money(self, money: Money | None) -> str | None:
        return None if money is None else f"{amount(money, self._language)} ({money.currency})"

    def _day(self, at: Any) -> str | None:
        return None if at is None else day(at, self._language, tenancy.current().timezone)


def _claims_of(product: ProductDetail) -> set[str]:
    claims = {"out" if variant.stock == "out" else "in" for variant in product.variants}
    if any(variant.compare_at for variant in product.variants):
        claims.add("reduced")
    if any(not option.price.minor for option in product.delivery.options):
        claims.add("free")
    return claims


def _name(text: str) -> str:
    """What a vendor calls something, without an address."""
    return clean_line(without_contacts(text))


def _plain(safe_html: str) -> str:
    return clean_line(without_contacts(html.unescape(_TAG.sub(" ", safe_html))))
