"""
Lists by what a customer typed: read for what it says besides words, asked in up to three ways, of which the first that finds something
answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from msgspec.structs import replace

from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.discovery.domain.rescue import shorten
from marketplace.apps.discovery.domain.understanding import Part, Understood, understand
from marketplace.apps.discovery.queries import listing, vocabulary
from marketplace.apps.discovery.types.lists import Criteria, Place, ProductList, UnderstoodPart, UnderstoodQuestion
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import AnyOf, Counts, Filter, Range, SearchRequest
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.kit.texts import Text

_FIELDS = {"colour": "feature.colour", "size": "feature.size", "measure": "feature.measure", "brand": "brand", "category": "category"}
_MARK = ":"  # between the way that found something and the engine's cursor, which has no such sign

Way = Literal["", "words", "thing"]


class _Attempt(NamedTuple):
    """``understood`` where its parts are filters; ``left_out`` are words that are not searched for."""

    way: Way
    text: str
    understood: Understood | None = None
    left_out: tuple[str, ...] = ()


def list_products(criteria: Criteria, *, place: Place, page: PageRequest) -> ProductList:
    """
    Visible products that may go to the country and have a price in the currency: by words and by meaning where there is a text.

    What the text says besides words (a price, a colour) is a filter. If nothing meets all of that, its words are searched for; if nothing
    has all of these, the thing that they name. The answer says which. Later pages are asked in the way of the first.

    :raises InvalidInput: for a foreign cursor :raises ProductNotFound: if there is no product to be like
    """
    understood = _understood(criteria, place)
    way, cursor = _opened(page.cursor)
    attempts = [each for each in _attempts(criteria, understood, place.language) if not way or each.way == way]
    if not attempts:
        raise InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])
    answers = [_ask(criteria, attempts[0], place, replace(page, cursor=cursor))]
    while not (answers[-1].total or answers[-1].notice) and len(answers) < len(attempts):
        answers.append(_ask(criteria, attempts[len(answers)], place, replace(page, cursor=cursor)))
    place_of_answer = len(answers) - 1 if answers[-1].total else 0
    return _said(answers[place_of_answer], attempts[place_of_answer], understood, place.currency)


def _attempts(criteria: Criteria, understood: Understood | None, language: str) -> Iterator[_Attempt]:
    """The engine decides on typing errors in each; a shorter text is the last resort, and only of words alone."""
    yield _Attempt("", understood.text if understood else criteria.q, understood)
    words = criteria.q
    if understood is not None:
        words = understood.words
        if words:
            yield _Attempt("words", words)
    shorter = None if criteria.is_exact or not words else shorten(words, language)
    if shorter:
        yield _Attempt("thing", shorter.text, left_out=shorter.left_out)


def _understood(criteria: Criteria, place: Place) -> Understood | None:
    if criteria.is_exact or not criteria.q.strip():
        return None
    known = vocabulary.current(place.language)
    return understand(criteria.q, language=place.language, currency=place.currency, vocabulary=known)


def _ask(criteria: Criteria, attempt: _Attempt, place: Place, page: PageRequest) -> ProductList:
    price = f"price.{place.currency}"
    request = SearchRequest(
        language=place.language,
        edition=place.currency,
        filters=(*listing.for_everybody_at(place), *listing.filters_of(criteria, place), *_filters(attempt.understood, price)),
        sort=listing.sort_of(criteria, price, is_by_relevance=bool(attempt.text.strip() or criteria.like)),
        limit=page.limit,
        cursor=page.cursor,
        spans=(price,),
    )
    try:
        result = engine().search(PRODUCTS, listing.asking(request, attempt.text, like=criteria.like))
    except listing.SILENT as error:
        return ProductList(items=[], next_cursor=None, total=0, facets=[], did_you_mean=None, notice=listing.notice_of(error, place))
    counts = result.counts or Counts()
    return ProductList(
        items=listing.cards_of(result.hits),
        next_cursor=_closed(attempt.way, result.next_cursor),
        total=counts.total,
        facets=list(listing.facets_of(counts, place.currency)),
        did_you_mean=result.did_you_mean,
    )


def _filters(understood: Understood | None, price: str) -> Iterator[Filter]:
    if understood is None:
        return
    if understood.price_min is not None or understood.price_max is not None:
        yield Range(price, understood.price_min, understood.price_max)
    for part in understood.parts:
        if part.kind in _FIELDS:
            yield AnyOf(_FIELDS[part.kind], (part.value,))


def _said(answer: ProductList, attempt: _Attempt, understood: Understood | None, currency: str) -> ProductList:
    """The answer with what was made of the question."""
    if understood is None:
        return replace(answer, left_out=list(attempt.left_out))
    is_met = attempt.understood is not None
    lowest, highest = (None if minor is None else Money(minor, currency) for minor in (understood.price_min, understood.price_max))
    said = UnderstoodQuestion(
        text=attempt.text, is_met=is_met, parts=list(map(_part, understood.parts)), price_min=lowest, price_max=highest
    )
    return replace(answer, understood=said, left_out=list(attempt.left_out))


def _part(part: Part) -> UnderstoodPart:
    return UnderstoodPart(kind=part.kind, words=part.words, label=part.label, without=part.without)


def _opened(cursor: str | None) -> tuple[Way, str | None]:
    """In which way a list was begun, and the engine's own cursor."""
    way, mark, rest = (cursor or "").partition(_MARK)
    if not mark or way not in ("words", "thing"):
        return "", cursor
    return way, rest  # type: ignore[return-value]  # one of the two


def _closed(way: Way, cursor: str | None) -> str | None:
    return f"{way}{_MARK}{cursor}" if way and cursor else cursor
