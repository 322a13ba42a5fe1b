"""What is said of products: each statement from the product's page as it is now."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from datetime import date
from operator import mul

from babel.dates import format_date

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.domain.passages import without_contacts
from marketplace.apps.assistant.providers.local.guessing import vectors
from marketplace.apps.assistant.types import AnswerSource, SourceKind
from marketplace.apps.discovery.types.lists import ProductCard
from marketplace.apps.discovery.types.pages import DetailVariant, ProductDetail
from marketplace.foundation.texts import amount, locale_of, render
from marketplace.kit.money import Money
from marketplace.kit.plain_text import clean_line
from marketplace.kit.texts import Text

MOST_VARIANTS, MOST_QUOTED = 8, 3
WORDS_SAY = 0.5  # of a statement that has all words of the question, next to its meaning (0 to 1)
MAX_QUOTE = 400  # characters
_BLOCK = re.compile(r"</?(?:p|li|ul|ol|h\d|br|div)\b[^>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SENTENCE = re.compile(r"(?<=[.!?؟])\s+(?=\S)")

NOT_FOUND = Text("I found no product for that.")
WHICH = Text("Which product do you mean? I found these:")
FOUND = Text("This is what I found:")


def source_of(product: ProductDetail) -> AnswerSource:
    return AnswerSource(kind=SourceKind.PRODUCT, ref=product.slug, title=product.title)


def listed(cards: Sequence[ProductCard], language: str) -> Iterator[Text]:
    """One line for each card."""
    for card in cards:
        values = {"title": card.title, "price": amount(card.price, language)}
        if not card.in_stock:
            yield Text("{title}: {price}, sold out at the moment.", **values)
        elif card.price_varies:
            yield Text("{title}: from {price}, in stock.", **values)
        else:
            yield Text("{title}: {price}, in stock.", **values)


def price(product: ProductDetail, asked: str, language: str) -> Iterator[Text | str]:
    """What it costs; of each variant, where that differs, those that are asked for alone."""
    if product.price is None:
        yield Text("{title}: not sold in your currency.", title=product.title)
        return
    sold = [variant for variant in product.variants if variant.price is not None]
    if product.price_varies:
        lowest, highest = _span(sold)
        yield Text("{title}: {low} to {high}.", title=product.title, low=amount(lowest, language), high=amount(highest, language))
        for variant in _asked_for(sold, asked)[:MOST_VARIANTS]:
            yield _reduced(variant.title, variant.price, variant.compare_at, language)
    else:
        yield _reduced(product.title, product.price, product.compare_at, language)


def stock(product: ProductDetail, asked: str, language: str) -> Iterator[Text | str]:
    """Whether it can be had; of each variant, where that differs."""
    states = {variant.stock for variant in product.variants}
    if len(states) == 1 or not product.options:
        yield _stock_of(product.title, "in_stock" if "in_stock" in states else "low" if "low" in states else "out")
    else:
        yield f"{product.title}:"
        for variant in _asked_for(product.variants, asked)[:MOST_VARIANTS]:
            yield _stock_of(variant.title, variant.stock)
    if product.vacation is not None and product.vacation.is_closed:
        reopens = _day(product.vacation.reopens_on, language)
        yield Text("The vendor takes no orders until {day}.", day=reopens)


def delivery(product: ProductDetail, language: str) -> Iterator[Text]:
    """What it costs to the visitor's country, and how many working days it takes."""
    country = locale_of(language).territories.get(product.delivery.country, product.delivery.country)
    if not product.delivery.is_available:
        yield Text("{title}: not delivered to {country}.", title=product.title, country=country)
        return
    yield Text("{title}, delivery to {country}:", title=product.title, country=country)
    for option in product.delivery.options:
        days = f"{option.min_days}–{option.max_days}" if option.min_days != option.max_days else str(option.max_days)
        cost = amount(option.price, language)
        yield Text("{name}: {price}, working days: {days}.", name=option.name, price=cost, days=days)
        if option.free_over is not None:
            yield Text("{name}: free from {amount} on.", name=option.name, amount=amount(option.free_over, language))


def facts(product: ProductDetail, asked: str, language: str) -> Iterator[Text | str]:
    """What answers the question best of what the vendor says of it."""
    statements = list(_statements(product, language))
    best = _nearest(asked, statements, product.title)[:MOST_QUOTED]
    yield Text("{title}, as its vendor describes it:", title=product.title)
    for statement in sorted(best, key=statements.index):
        yield f"“{statement}”"


def difference(one: ProductDetail, other: ProductDetail, language: str) -> Iterator[Text]:
    """Which of two costs less."""
    if one.price is None or other.price is None or one.price.currency != other.price.currency:
        return
    gap = abs(one.price.minor - other.price.minor)
    if not gap:
        yield Text("The lowest prices of both are the same.")
        return
    cheaper = one if one.price.minor < other.price.minor else other
    yield Text("The lowest price is that of {title}.", title=cheaper.title)


def _day(value: date, language: str) -> str:
    return str(format_date(value, "long", locale=locale_of(language)))


def _reduced(name: str, now: Money | None, before: Money | None, language: str) -> Text | str:
    assert now is not None
    if before is not None:
        return Text("{title}: {price} instead of {before}.", title=name, price=amount(now, language), before=amount(before, language))
    return f"{name}: {amount(now, language)}."


def _stock_of(name: str, state: str) -> Text:
    if state == "in_stock":
        return Text("{title}: in stock.", title=name)
    if state == "low":
        return Text("{title}: only a few left.", title=name)
    return Text("{title}: sold out at the moment.", title=name)


def _span(variants: Sequence[DetailVariant]) -> tuple[Money, Money]:
    prices = [variant.price for variant in variants if variant.price is not None]
    return min(prices, key=lambda money: money.minor), max(prices, key=lambda money: money.minor)


def _asked_for(variants: Sequence[DetailVariant], asked: str) -> list[DetailVariant]:
    """Those whose values the question names; all, where it names none."""
    words = slots.stems(asked)
    named = [len(slots.stems(variant.title) & words) for variant in variants]
    most = max(named, default=0)
    return [variant for variant, count in zip(variants, named, strict=True) if count == most]


def _statements(product: ProductDetail, language: str) -> Iterator[str]:
    """All that is said of it, a sentence each."""
    for block in _BLOCK.split(product.description_html):
        text = clean_line(without_contacts(html.unescape(_TAG.sub(" ", block))))
        for sentence in _SENTENCE.split(text):
            if sentence.strip():
                yield sentence.strip()[:MAX_QUOTE]
    for option in product.options:
        yield f"{option.name}: {', '.join(option.values)}"
    weights = sorted({variant.weight_g for variant in product.variants if variant.weight_g})
    if weights:
        weight = "–".join(str(weight) for weight in dict.fromkeys((weights[0], weights[-1])))
        yield render(Text("Weight with packaging: {weight} g", weight=weight), language)
    if product.brand:
        yield render(Text("Brand: {brand}", brand=product.brand), language)
    yield render(Text("Sold by {vendor}", vendor=product.vendor.name), language)


def _nearest(asked: str, statements: list[str], title: str) -> list[str]:
    """By meaning and by words, without the product's name, which all of them are about."""
    question = slots.without(asked, title)
    scores = [WORDS_SAY * slots.overlap(question, statement) for statement in statements]
    known = vectors([question, *(slots.without(statement, title) or statement for statement in statements)])
    if known is not None:
        scores = [score + sum(map(mul, known[0], vector)) for score, vector in zip(scores, known[1:], strict=True)]
    return [statement for _, statement in sorted(zip(scores, statements, strict=True), key=lambda pair: -pair[0])]
