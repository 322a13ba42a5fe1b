"""Pages of rows in an order that the caller chooses."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Expression, F, Model, Q, QuerySet

from marketplace.foundation import tenancy
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.pages import Page, PageRequest, Sorting, decode_cursor, page_of
from marketplace.kit.texts import Text

M = TypeVar("M", bound=Model)


def sorted_page(rows: QuerySet[M], page: PageRequest, sorting: Sorting, *, by: str | Expression = "pk") -> Page[M]:
    """
    The page of ``rows`` in the order of ``by``, rows with the same value in that of their keys. An index should hold both.

    ``by`` is never NULL. An id is a time: ``pk`` orders by when rows were made.

    :raises InvalidInput: for a cursor that is not one of such a list
    """
    sign, after = ("-", "lt") if sorting.descending else ("", "gt")
    if by == "pk":
        found = rows.order_by(f"{sign}pk")
        if page.cursor:
            found = found.filter(**{f"pk__{after}": decode_cursor(page.cursor, str)})
        return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.pk)
    keyed: QuerySet[Any] = rows.annotate(sort_key=F(by) if isinstance(by, str) else by).order_by(f"{sign}sort_key", f"{sign}pk")
    if page.cursor:
        value, key = decode_cursor(page.cursor, tuple[str | int, str])
        # The first condition alone is what an index can begin at.
        keyed = keyed.filter(**{f"sort_key__{after}e": value}).filter(Q(**{f"sort_key__{after}": value}) | Q(**{f"pk__{after}": key}))
    return page_of(list(keyed[: page.limit + 1]), page, position=_position)


def currency_of_list(asked: str) -> str:
    """
    The one currency in which a list compares amounts: the region's default one when none is asked for.

    :raises InvalidInput: for a currency that is not the region's
    """
    tenant = tenancy.current()
    currency = asked.upper() or tenant.default_currency
    if currency not in tenant.currencies:
        raise InvalidInput(errors=[FieldError("currency", "foreign_currency", Text("One of: {choices}", choices=tenant.currencies))])
    return currency


def _position(row: Any) -> Any:
    return [row.sort_key, row.pk]
