"""One turn: what is wanted decides what is looked up."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.domain.intents import OF_PRODUCTS, Intent, cues_in
from marketplace.apps.assistant.domain.passages import FITS
from marketplace.apps.assistant.providers.base import Provider, Question, Toolbox
from marketplace.apps.assistant.providers.local import orders, products
from marketplace.apps.assistant.providers.local.guessing import guess
from marketplace.apps.assistant.types import Answer, AnswerSource, Author, SourceKind
from marketplace.apps.discovery.types.lists import ProductCard
from marketplace.apps.discovery.types.pages import ProductDetail
from marketplace.apps.orders.types import OrderDetail
from marketplace.foundation import tenancy
from marketplace.foundation.texts import render
from marketplace.kit.texts import Text

SURE = 0.35  # of an intent, to go by it alone
FITS_WELL = 0.3  # of a passage, where the intent is not a page's
NEARLY = 0.2  # as well: what is quoted with the passage that fits best
LISTED, COMPARED = 4, 2
TRIED = 2  # words that are looked for alone, where all together find no name

UNKNOWN = Text("I did not find an answer to that. Ask in other words, or I hand this conversation over to our staff.")
WELCOME = Text("You are welcome.")
MACHINE = Text(
    "I am a machine: a program that looks up products, orders and pages, and fills in prepared sentences."
    " I am not a person, and not a language model."
)
HUMAN = Text("I can hand this conversation over to our staff, who answer by e-mail.")

_ORDER = (Intent.ORDER_STATE, Intent.ORDER_CHANGE)


class LocalProvider(Provider):
    """Needs no key. It says only what its tools found, in sentences of ours and quotations."""

    def answer(self, question: Question, tools: Toolbox) -> Generator[str | Answer]:
        found = _Turn(question, tools).answer()
        yield from (f"{line}\n" for line in found.text.splitlines())
        yield found


class _Turn:
    def __init__(self, question: Question, tools: Toolbox) -> None:
        self._question, self._tools = question, tools
        self._language = question.language

    def answer(self) -> Answer:
        text = self._question.text
        if number := self._number():
            return self._order(number, is_change=guess(text).intent is Intent.ORDER_CHANGE)
        if pair := self._named_pair():
            return self._compare(pair)
        named, cards = self._named(text)
        intent, confidence, of_products = guess(slots.without(text, named.title) if named else text)
        is_sure = confidence >= SURE
        if named is not None and not (is_sure and self._is_of_more(intent)):
            return self._product(of_products, named, cards)
        if not is_sure:
            return self._anything(intent, cards)
        if intent in OF_PRODUCTS:
            return self._product(intent, named, cards)
        talk: dict[Intent, Callable[[], Answer]] = {
            Intent.GREETING: lambda: self._said([_hello()]),
            Intent.THANKS: lambda: self._said([WELCOME]),
            Intent.MACHINE: lambda: self._said([MACHINE], offers_hand_over=True),
            Intent.HUMAN: lambda: self._said([HUMAN], offers_hand_over=True),
            Intent.ORDER_STATE: lambda: self._orders(is_change=False),
            Intent.ORDER_CHANGE: lambda: self._orders(is_change=True),
            Intent.PAGE: lambda: self._page(FITS_WELL if named else FITS) or self._product(Intent.PRODUCT_FACTS, named, cards),
            Intent.OTHER: self._unknown,
        }
        return talk[intent]()

    def _is_of_more(self, intent: Intent) -> bool:
        """Whether a question that names a product is still about something else. Of an order, one that says so."""
        return intent in (Intent.HUMAN, Intent.PAGE) or (intent in _ORDER and slots.is_of_order(self._question.text))

    # Products

    def _product(self, intent: Intent, named: ProductDetail | None, cards: list[ProductCard]) -> Answer:
        is_comparison = intent is Intent.PRODUCT_COMPARE or Intent.PRODUCT_COMPARE in cues_in(self._question.text)
        if is_comparison and (pair := self._pair()):
            return self._compare(pair)
        if named is None and not slots.subject(self._question.text, self._language):
            named = self._remembered()
        if named is not None:
            return self._about(named, intent, [card for card in cards if card.slug == named.slug])
        least = FITS_WELL if cards else FITS
        if (intent is not Intent.PRODUCT_FIND or not cards) and (page := self._page(least)):
            return page
        return self._list(cards, products.FOUND if intent is Intent.PRODUCT_FIND else products.WHICH)

    def _about(self, product: ProductDetail, intent: Intent, cards: list[ProductCard] | None = None) -> Answer:
        text, language = self._question.text, self._language
        said: dict[Intent, Callable[[], Iterable[Text | str]]] = {
            Intent.PRODUCT_PRICE: lambda: products.price(product, text, language),
            Intent.PRODUCT_STOCK: lambda: products.stock(product, text, language),
            Intent.PRODUCT_DELIVERY: lambda: products.delivery(product, language),
        }
        overview = (*products.price(product, text, language), *products.stock(product, text, language))
        lines = [*said[intent]()] if intent in said else [*products.facts(product, text, language), *overview]
        self._question.memory.products = [product.slug]
        return self._said(lines, [products.source_of(product)], cards=cards)

    def _compare(self, pair: list[ProductDetail]) -> Answer:
        text, language = self._question.text, self._language
        lines: list[Text | str] = []
        for product in pair:
            lines += [*products.price(product, "", language), *products.stock(product, "", language)]
        for product in pair:
            lines += products.facts(product, text, language)
        lines += products.difference(pair[0], pair[1], language)
        self._question.memory.products = [product.slug for product in pair]
        return self._said(lines, [products.source_of(product) for product in pair])

    def _named_pair(self) -> list[ProductDetail]:
        """The two that are named next to each other; else none."""
        parts = slots.compared(self._question.text, self._language)
        found = self._each_named(parts) if len(parts) == COMPARED else []
        return found if len(found) == COMPARED else []

    def _each_named(self, parts: Iterable[str]) -> list[ProductDetail]:
        found: dict[str, ProductDetail] = {}
        for part in parts:
            product, _ = self._named(part)
            if product is not None:
                found.setdefault(product.slug, product)
        return list(found.values())

    def _pair(self) -> list[ProductDetail]:
        """The two that are named, or that the conversation was about; else none."""
        found = self._each_named(slots.compared(self._question.text, self._language))
        if len(found) < COMPARED:
            known = [self._tools.find_product(slug) for slug in self._question.memory.products[:COMPARED]]
            found += [product for product in known if product and product.slug not in [other.slug for other in found]]
        return found[:COMPARED] if len(found) >= COMPARED else []

    def _named(self, text: str) -> tuple[ProductDetail | None, list[ProductCard]]:
        """The product that the text names, and what search finds for it."""
        wanted = slots.subject(text, self._language)
        if not wanted:
            return None, []
        cards = self._tools.find_products(wanted)
        alone = sorted(wanted.split(), key=len, reverse=True)[:TRIED] if " " in wanted else []
        for found in (cards, *(self._tools.find_products(word) for word in alone)):
            best = slots.named([card.title for card in found], wanted)
            if best is not None and self._is_name(best[1], wanted):
                return self._tools.find_product(found[best[0]].slug), cards
        return None, cards

    def _is_name(self, shared: frozenset[str], wanted: str) -> bool:
        """Two words that one title alone has, or one that no other product is called by: "coffee" is none, wherever it was found."""
        if len(shared) > 1:
            return True
        word = next(each for each in wanted.split() if slots.stems(each) <= shared)
        return slots.is_name(word, [card.title for card in self._tools.find_products(word)])

    def _remembered(self) -> ProductDetail | None:
        known = self._question.memory.products
        return self._tools.find_product(known[0]) if known else None

    def _list(self, cards: list[ProductCard], title: Text) -> Answer:
        shown = cards[:LISTED]
        if not shown:
            return self._said([products.NOT_FOUND], is_known=False, offers_hand_over=True)
        self._question.memory.products = [card.slug for card in shown]
        sources = [AnswerSource(kind=SourceKind.PRODUCT, ref=card.slug, title=card.title) for card in shown]
        return self._said([title, *products.listed(shown, self._language)], sources, cards=shown)

    # Orders

    def _number(self) -> str:
        """Of the order in the message; of an earlier one, where this one adds the e-mail address."""
        text = self._question.text
        if number := slots.order_number(text):
            return number
        if not slots.email(text):
            return ""
        earlier = (slots.order_number(said.text) for said in reversed(self._question.history) if said.author is Author.VISITOR)
        return next(filter(None, earlier), "")

    def _order(self, number: str, *, is_change: bool) -> Answer:
        order = self._tools.find_order(number)
        if order is None:
            unproved = orders.NOT_YOURS if self._tools.is_logged_in else orders.NOT_FOUND
            return self._said([unproved], is_known=False, offers_hand_over=True)
        return self._one_order(order, is_change=is_change)

    def _orders(self, *, is_change: bool) -> Answer:
        found = self._tools.find_orders()
        if not found:
            if self._tools.is_logged_in:
                return self._said([orders.NONE_YET], offers_hand_over=True)
            page = self._page(FITS_WELL)
            return self._said([orders.NEEDS_PROOF, *([page.text] if page else [])], page.sources if page else [])
        known = next((order for order in found if order.number == self._question.memory.order), None)
        if known is not None or len(found) == 1 or is_change:
            return self._one_order(known or found[0], is_change=is_change)
        self._question.memory.order = ""
        return self._said(
            orders.listed(found, self._language), [self._tools.source_of_order(order) for order in found[: orders.MOST_LISTED]]
        )

    def _one_order(self, order: OrderDetail, *, is_change: bool) -> Answer:
        self._question.memory.order = order.number
        lines = [*orders.state(order, self._language)]
        if is_change:
            lines += orders.changes(order, self._tools, self._language)
        return self._said(lines, [self._tools.source_of_order(order)])

    # Pages, and what is left

    def _page(self, least: float) -> Answer | None:
        """The operator's words, quoted; None where none fit so well."""
        fitting = [(score, passage) for score, passage in self._tools.find_passages(self._question.text) if score >= least]
        if not fitting:
            return None
        best = fitting[0][1]
        same = [passage for score, passage in fitting if passage.slug == best.slug and score >= fitting[0][0] - NEARLY]
        lines: list[Text | str] = [Text("From our page “{title}”:", title=best.title)]
        lines += [f"“{passage.text}”" for passage in same]
        return self._said(lines, [AnswerSource(kind=SourceKind.PAGE, ref=best.slug, title=best.title)])

    def _anything(self, intent: Intent, cards: list[ProductCard]) -> Answer:
        """Where it is not sure what is wanted: a page that fits, or products that are called so; else that it is not known."""
        if page := self._page(FITS if intent is Intent.PAGE else FITS_WELL):
            return page
        wanted = slots.subject(self._question.text, self._language)
        called = [card for card in cards if slots.is_alike(card.title, wanted)] if intent in OF_PRODUCTS else []
        return self._list(called, products.FOUND) if called else self._unknown()

    def _unknown(self) -> Answer:
        return self._said([UNKNOWN], is_known=False, offers_hand_over=True)

    def _said(
        self,
        lines: Iterable[Text | str],
        sources: list[AnswerSource] | None = None,
        *,
        cards: list[ProductCard] | None = None,
        is_known: bool = True,
        offers_hand_over: bool = False,
    ) -> Answer:
        return Answer(
            text="\n".join(self._written(line) for line in lines),
            sources=sources or [],
            cards=cards or [],
            is_known=is_known,
            offers_hand_over=offers_hand_over,
        )

    def _written(self, line: Text | str) -> str:
        return render(line, self._language) if isinstance(line, Text) else line


def _hello() -> Text:
    return Text(
        "Hello! I am the automatic assistant of {shop}. Ask me about products, orders, delivery or returns.", shop=tenancy.current().name
    )
