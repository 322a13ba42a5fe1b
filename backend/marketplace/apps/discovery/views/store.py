from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.discovery import queries
from marketplace.apps.discovery.domain.tags import CATEGORIES, LISTING, product_tag, vendor_tag
from marketplace.apps.discovery.serializers.store import (
    PLACE,
    ListProducts,
    SuggestFor,
    Where,
    criteria_of,
    place_of,
    read_query,
    what_matters,
)
from marketplace.apps.discovery.types.lists import Place, ProductList, SimilarList, SortOrder, Suggestions
from marketplace.apps.discovery.types.pages import CategoryTree, ProductDetail, Region, VendorPage
from marketplace.apps.staff.types import REGION
from marketplace.foundation import clock, tenancy
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.public import PublicView, public_answer
from marketplace.foundation.rest.views import page_request
from marketplace.kit.errors import InvalidInput

LIST_LIFE_S = 10
PAGE_LIFE_S = 30
REGION_LIFE_S = 300

FILTERS = [
    OpenApiParameter(
        "q", str, description="Words, a question, a SKU or a barcode; a price, colour, size, brand or category in words becomes a filter."
    ),
    OpenApiParameter("exact", bool, description="Nothing but words is read in `q`."),
    OpenApiParameter("like", str, description="Slug of a product to find others like, in place of `q`."),
    OpenApiParameter("category", str, many=True, description="Slug or id; what lies below it counts as in it."),
    OpenApiParameter("brand", str, many=True),
    OpenApiParameter("vendor", str, many=True, description="Slug."),
    OpenApiParameter("price_min", int, description="Minor units of the currency."),
    OpenApiParameter("price_max", int, description="Minor units of the currency."),
    OpenApiParameter("rating_min", float, description="Stars, 0 to 5."),
    OpenApiParameter("in_stock", bool),
    OpenApiParameter("on_sale", bool, description="Only what costs less than it did: with `compare_at`."),
    OpenApiParameter("delivered", bool, description="Only what its vendor delivers to the country."),
    OpenApiParameter("option.size", str, many=True, description="One of `option.<name>`: a value that some variant has."),
    OpenApiParameter(
        "sort",
        str,
        enum=get_args(SortOrder),
        description="Relevance with `q`, else the newest first. `sold`: most bought in 30 days.",
    ),
]


class ShopView(PublicView):
    # Base of these endpoints. An answer holds for the place and for what ``parameters`` and ``also`` name.
    parameters: type[Where] = Where
    also: tuple[str, ...] = ()

    def asked(self, params: QueryDict) -> Iterable[tuple[str, list[str]]]:
        return what_matters(params, self.parameters, also=self.also)


def list_answer(found: ProductList | SimilarList | Suggestions, place: Place) -> Response:
    """What search found, for everybody; but that it does not answer holds for this moment alone."""
    if found.notice is not None:
        return Response(found, headers={"Content-Language": place.language})
    return public_answer(found, language=place.language, max_age_s=LIST_LIFE_S, tags=[LISTING])


class RegionDetail(PublicView):
    fresh_s = REGION_LIFE_S

    @extend_schema(operation_id="store_region_get", responses={200: Region})
    def get(self, request: Request) -> Response:
        language = tenancy.current().default_language
        return public_answer(queries.get_region(), language=language, max_age_s=REGION_LIFE_S, tags=[REGION])


class Categories(ShopView):
    @extend_schema(operation_id="store_categories_list", parameters=PLACE, responses={200: CategoryTree, 422: problem(InvalidInput)})
    def get(self, request: Request) -> Response:
        place = place_of(request)
        tree = queries.get_categories(place)
        return public_answer(tree, language=place.language, max_age_s=PAGE_LIFE_S, tags=[CATEGORIES, LISTING])


class Products(ShopView):
    parameters, also = ListProducts, ("limit", "cursor")

    @extend_schema(
        operation_id="store_products_list",
        parameters=[*FILTERS, *PLACE, *PAGE],
        responses={
            200: ProductList,
            404: problem(queries.ProductNotFound),
            422: problem(InvalidInput),
        },
    )
    def get(self, request: Request) -> Response:
        criteria, place = criteria_of(request)
        found = queries.list_products(criteria, place=place, page=page_request(request))
        return list_answer(found, place)


class SuggestionList(ShopView):
    parameters = SuggestFor

    @extend_schema(
        operation_id="store_suggestions_list",
        parameters=[OpenApiParameter("q", str, description="What was typed so far."), *PLACE],
        responses={200: Suggestions, 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        asked = read_query(SuggestFor, request)
        place = place_of(request, asked)
        found = queries.suggest(asked.q, place=place)
        return list_answer(found, place)


class ProductPage(ShopView):
    @extend_schema(
        operation_id="store_products_get",
        parameters=PLACE,
        responses={200: ProductDetail, 404: problem(queries.ProductNotFound), 422: problem(InvalidInput)},
    )
    def get(self, request: Request, slug: str) -> Response:
        page = queries.get_product_page(slug, place=place_of(request), now=clock.now())
        tags = [product_tag(page.id), vendor_tag(page.vendor.id), CATEGORIES, *([LISTING] if page.offers else [])]
        return public_answer(page, language=page.language, max_age_s=PAGE_LIFE_S, tags=tags)


class SimilarProducts(ShopView):
    also = ("limit",)

    @extend_schema(
        operation_id="store_products_similar_list",
        parameters=[*PLACE, OpenApiParameter("limit", int, description="1 to 100; 20 when absent.")],
        responses={200: SimilarList, 404: problem(queries.ProductNotFound), 422: problem(InvalidInput)},
    )
    def get(self, request: Request, slug: str) -> Response:
        """Products similar to one, the most similar first."""
        place = place_of(request)
        found = queries.list_similar(slug, place=place, limit=page_request(request).limit)
        return list_answer(found, place)


class VendorDetail(ShopView):
    @extend_schema(
        operation_id="store_vendors_get",
        parameters=PLACE,
        responses={200: VendorPage, 404: problem(queries.VendorNotFound), 422: problem(InvalidInput)},
    )
    def get(self, request: Request, slug: str) -> Response:
        page = queries.get_vendor_page(slug, place=place_of(request), now=clock.now())
        return public_answer(page, language=page.language, max_age_s=PAGE_LIFE_S, tags=[vendor_tag(page.id), LISTING])
