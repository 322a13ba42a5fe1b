"""
Lists by what a customer typed: read for what it says besides words, asked in up to three ways, of which the first that finds something
answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, cast, get_args

from msgspec import Raw, Struct, json
from msgspec.structs import replace

from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.domain.rescue import shorten
from marketplace.apps.discovery.domain.understanding import Part, Understood, understand
from marketplace.apps.discovery.queries import feedback, listing, vocabulary
from marketplace.apps.discovery.types.lists import Criteria, Place, ProductCard, ProductList, UnderstoodPart, UnderstoodQuestion
from marketplace.foundation import metrics
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import AnyOf, Counts, Filter, Range, SearchRequest
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.kit.texts import Text

_FIELDS = {"colour": "feature.colour", "size": "feature.size", "measure": "feature.measure", "brand": "brand", "category": "category"}
_MARK = ":"  # between the way that found something and the engine's cursor, which has no such sign

FEW = 8  # products that are all of it: fewer, and the others of the first page follow apart

Way = Literal["", "words", "rest", "any_price", "thing"]


class _Attempt(NamedTuple):
    """``has_parts`` and ``has_price`` say what of the question is a filter; ``is_meant``: what means the words is found, too."""

    way: Way
    text: str
    has_parts: bool = False
    has_price: bool = False
    is_meant: bool = True
    left_out: tuple[str, ...] = ()


class _Card(Struct):
    id: str


def list_products(criteria: Criteria, *, place: Place, page: PageRequest) -> ProductList:
    """
    Visible products that may go to the country and have a price in the currency: by words and by meaning where there is a text.

    What the text says besides words (a price, a colour) is a filter. If nothing meets all of that, less of it is asked for, and the answer
    says so. Later pages are asked in the way of the first.

    :raises InvalidInput: for a foreign cursor :raises ProductNotFound: if there is no product to be like
    """
    understood = _understood(criteria, place)
    way, cursor = _opened(page.cursor)
    attempts = [each for each in _attempts(criteria, understood, place.language) if not way or each.way == way]
    if not attempts:
        raise InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])
    answers = [_ask(criteria, attempts[0], understood, place, replace(page, cursor=cursor))]
    while not (answers[-1].total or answers[-1].notice) and len(answers) < len(attempts):
        answers.append(_ask(criteria, attempts[len(answers)], understood, place, replace(page, cursor=cursor)))
    chosen = len(answers) - 1 if answers[-1].total else 0
    answer = _said(answers[chosen], attempts[chosen], understood, place.currency)
    if criteria.q.strip() and page.cursor is None and not answer.notice:
        metrics.SEARCHES.labels(metrics.tenant_in_scope(), "found" if answer.total else "nothing").inc()
    if understood and attempts[chosen].has_parts and understood.text and 0 < answer.total < FEW and not page.cursor:
        answer = replace(answer, others=_others(criteria, answer, understood, place, page))
    return answer


def _attempts(criteria: Criteria, understood: Understood | None, language: str) -> Iterator[_Attempt]:
    """
    All of it; the same words wherever they stand; the thing without its colour or size; at any price; and at last the thing that the words
    name. Where a thing has to be so and so, what only means the words is not it.
    """
    words = criteria.q
    if understood is None:
        yield _Attempt("", words)
    else:
        words, has_parts = understood.words, any(part.kind != "price" for part in understood.parts)
        has_price = len(understood.parts) > has_parts and understood.parts[0].kind == "price"
        yield _Attempt("", understood.text, has_parts=has_parts, has_price=has_price, is_meant=not has_parts)
        if has_parts:
            yield _Attempt("words", words, has_price=has_price, is_meant=False)
            if understood.text:
                yield _Attempt("rest", understood.text, has_price=has_price)
        if has_price and words:
            yield _Attempt("any_price", words)
    shorter = None if criteria.is_exact or not words else shorten(words, language)
    if shorter:
        yield _Attempt("thing", shorter.text, left_out=shorter.left_out)


def _others(criteria: Criteria, answer: ProductList, understood: Understood, place: Place, page: PageRequest) -> list[ProductCard]:
    """What fits the words and the price, and is not all of the rest: the first of a list, without those of the answer."""
    attempt = _Attempt("", understood.text, has_price=understood.parts[0].kind == "price")
    found = _ask(criteria, attempt, understood, place, PageRequest(min(page.limit, 2 * FEW)))
    shown = set(map(_id_of, answer.items))
    return [card for card in found.items if _id_of(card) not in shown]


def _id_of(card: ProductCard) -> str:
    """Of a card as it is stored, which is JSON."""
    return json.decode(cast(Raw, card), type=_Card).id


def _understood(criteria: Criteria, place: Place) -> Understood | None:
    if criteria.is_exact or not criteria.q.strip():
        return None
    known = vocabulary.current(place.language)
    return understand(criteria.q, language=place.language, currency=place.currency, vocabulary=known)


def _ask(criteria: Criteria, attempt: _Attempt, understood: Understood | None, place: Place, page: PageRequest) -> ProductList:
    price = f"price.{place.currency}"
    request = SearchRequest(
        language=place.language,
        edition=place.currency,
        filters=(*listing.for_everybody_at(place), *listing.filters_of(criteria, place), *_filters(attempt, understood, price)),
        sort=listing.sort_of(criteria, price, is_by_relevance=bool(attempt.text.strip() or criteria.like)),
        limit=page.limit,
        cursor=page.cursor,
        spans=(price,),
        lifts=feedback.lifts_for(criteria.q) if criteria.q else (),
    )
    try:
        result = engine().search(PRODUCTS, listing.asking(request, attempt.text, like=criteria.like, is_meant=attempt.is_meant))
    except listing.SILENT as error:
        return ProductList(items=[], next_cursor=None, total=0, facets=[], did_you_mean=None, notice=listing.notice_of(error, place))
    counts = result.counts or Counts()
    return ProductList(
        items=listing.cards_of(result.hits),
        next_cursor=_closed(attempt.way, result.next_cursor),
        total=counts.total,
        facets=list(listing.facets_of(counts, place)),
        did_you_mean=result.did_you_mean,
    )


def _filters(attempt: _Attempt, understood: Understood | None, price: str) -> Iterator[Filter]:
    if understood is None:
        return
    if attempt.has_price:
        yield Range(price, understood.price_min, understood.price_max)
    for part in understood.parts if attempt.has_parts else ():
        if part.kind in _FIELDS:
            yield AnyOf(_FIELDS[part.kind], (part.value,))


def _said(answer: ProductList, attempt: _Attempt, understood: Understood | None, currency: str) -> ProductList:
    """The answer with what was made of the question."""
    if understood is None:
        return replace(answer, left_out=list(attempt.left_out))
    lowest, highest = (None if minor is None else Money(minor, currency) for minor in (understood.price_min, understood.price_max))
    said = UnderstoodQuestion(
        text=attempt.text, is_met=not attempt.way, parts=list(map(_part, understood.parts)), price_min=lowest, price_max=highest
    )
    return replace(answer, understood=said, left_out=list(attempt.left_out))


def _part(part: Part) -> UnderstoodPart:
    return UnderstoodPart(kind=part.kind, words=part.words, label=part.label, without=part.without)


def _opened(cursor: str | None) -> tuple[Way, str | None]:
    """In which way a list was begun, and the engine's own cursor."""
    way, mark, rest = (cursor or "").partition(_MARK)
    if not mark or way not in get_args(Way):
        return "", cursor
    return way, rest  # type: ignore[return-value]  # one of them


def _closed(way: Way, cursor: str | None) -> str | None:
    return f"{way}{_MARK}{cursor}" if way and cursor else cursor
