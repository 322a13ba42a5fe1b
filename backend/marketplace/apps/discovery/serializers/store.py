"""
What customers may ask; the answers are the structs of ``types``.

These endpoints are called most of all, so their query strings are read by msgspec: a serializer's fields, copied for each request, cost as
much as the search itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, TypeVar, get_type_hints

import msgspec
from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter
from msgspec import Meta
from rest_framework.request import Request

from marketplace.apps.discovery.queries.storefront import default_country
from marketplace.apps.discovery.types.lists import Criteria, Place, SortOrder
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import MAX_MINOR
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import LANGUAGE
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.plain_text import clean_line
from marketplace.kit.texts import Text

OPTION = "option."
MAX_OPTIONS = limits.declare("discovery.options", 10, "options", "That a list is filtered by at once; 422 above.")

PLACE = [
    OpenApiParameter("country", str, description="Where the products go; the region's first country when absent."),
    OpenApiParameter("currency", str, description="A currency of the region; its default one when absent."),
    LANGUAGE,
]

Minor = Annotated[int, Meta(ge=0, le=MAX_MINOR)]
Values = Annotated[tuple[Annotated[str, Meta(max_length=255)], ...], Meta(max_length=50)]

S = TypeVar("S", bound="Where")


class Where(msgspec.Struct, frozen=True, kw_only=True):
    country: str = ""
    currency: str = ""


class ListProducts(Where, frozen=True, kw_only=True):
    q: Annotated[str, Meta(max_length=200)] = ""
    like: Annotated[str, Meta(max_length=150)] = ""
    category: Values = ()
    brand: Values = ()
    vendor: Values = ()
    price_min: Minor | None = None
    price_max: Minor | None = None
    rating_min: Annotated[float, Meta(ge=0, le=5)] | None = None
    in_stock: bool = False
    on_sale: bool = False
    delivered: bool = False
    exact: bool = False
    sort: SortOrder | None = None


class SuggestFor(Where, frozen=True, kw_only=True):
    q: Annotated[str, Meta(max_length=100)] = ""


_REPEATED = ("category", "brand", "vendor")
_HINTS = {struct: get_type_hints(struct, include_extras=True) for struct in (Where, ListProducts, SuggestFor)}


def place_of(request: Request, where: Where | None = None) -> Place:
    """For whom the answer is. :raises InvalidInput: for a country or currency that is not the tenant's"""
    tenant, where = tenancy.current(), where or read_query(Where, request)
    faults = [
        FieldError(field, code, Text("One of: {choices}", choices=known))
        for field, code, value, known in (
            ("country", "country_not_served", where.country.upper(), tenant.countries),
            ("currency", "foreign_currency", where.currency.upper(), tenant.currencies),
        )
        if value and value not in known
    ]
    if faults:
        raise InvalidInput(errors=faults)
    return Place(
        language=requested_language(request),
        currency=where.currency.upper() or tenant.default_currency,
        country=where.country.upper() or default_country(),
    )


def criteria_of(request: Request) -> tuple[Criteria, Place]:
    """``?category=a&category=b`` names two; ``option.<name>`` may be any option. :raises InvalidInput: naming every wrong field"""
    asked = read_query(ListProducts, request)
    if asked.like and asked.q.strip():
        raise InvalidInput(errors=[FieldError("like", "not_with_q", Text("Either words or an example"))])
    criteria = Criteria(
        q=asked.q,
        like=asked.like,
        categories=asked.category,
        brands=asked.brand,
        vendors=asked.vendor,
        price_min=asked.price_min,
        price_max=asked.price_max,
        rating_min=None if asked.rating_min is None else round(asked.rating_min * 100),
        in_stock=asked.in_stock,
        on_sale=asked.on_sale,
        is_delivered=asked.delivered,
        is_exact=asked.exact,
        sort=asked.sort,
        options=_options(request),
    )
    return criteria, place_of(request, asked)


def what_matters(params: QueryDict, struct: type[Where], *, also: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """The parameters that an answer depends on, always in one order, without those that say what holds anyway."""
    usual = {"country": default_country(), "currency": tenancy.current().default_currency}
    for name in sorted(params):
        if name in usual:
            value = str(params[name]).upper()
            if value and value != usual[name]:
                yield name, [value]
        elif name in _HINTS[struct] or name in also or (struct is ListProducts and name.startswith(OPTION)):
            yield name, params.getlist(name)


def read_query(struct: type[S], request: Request) -> S:
    """The query string as values; what the struct does not name is read elsewhere. :raises InvalidInput: naming every wrong field"""
    params, values, faults = request.query_params, {}, []
    for name, hint in _HINTS[struct].items():
        if name in params:
            try:
                values[name] = msgspec.convert(_given(params, name), hint, strict=False)
            except msgspec.ValidationError:
                faults.append(FieldError(name, "invalid", Text("This value is not valid here")))
    if faults:
        raise InvalidInput(errors=faults)
    return struct(**values)


def _given(params: QueryDict, name: str) -> Any:
    return _clean_list(params, name) if name in _REPEATED else clean_line(str(params[name]))


def _clean_list(params: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(map(clean_line, params.getlist(name)))


def _options(request: Request) -> dict[str, tuple[str, ...]]:
    params = request.query_params
    names = [name for name in params if name.startswith(OPTION)]
    if len(names) > MAX_OPTIONS:
        raise InvalidInput(errors=[FieldError(OPTION, "too_many", Text("At most {limit} options", limit=MAX_OPTIONS))])
    try:
        return {name.removeprefix(OPTION): msgspec.convert(_clean_list(params, name), Values) for name in names}
    except msgspec.ValidationError:
        raise InvalidInput(errors=[FieldError(OPTION, "invalid", Text("This value is not valid here"))]) from None
