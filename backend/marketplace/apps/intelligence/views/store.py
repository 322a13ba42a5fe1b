"""What customers are recommended. What is the same for everybody is kept; a cart's and a customer's own never is."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.carts import queries as cart_queries
from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.discovery.serializers.store import PLACE, Where, place_of, what_matters
from marketplace.apps.discovery.types.lists import Place
from marketplace.apps.intelligence import queries
from marketplace.apps.intelligence.serializers import AskRecommendations
from marketplace.apps.intelligence.types import Recommendations
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.permissions import IsCustomer
from marketplace.foundation.rest.public import PublicView, public_answer
from marketplace.foundation.rest.views import TenantAPIView, find_principal, page_request, principal_of, query_validated
from marketplace.kit.errors import InvalidInput, NotFound

LIFE_S = 30
PARAMETERS = [*PLACE, OpenApiParameter("limit", int, description="1 to 100; 20 when absent.")]
CART_TOKEN = OpenApiParameter("Cart-Token", str, OpenApiParameter.HEADER, description="A guest's secret, from making the cart.")


class KeptView(PublicView):
    # Base of the endpoints whose answer is everybody's.
    def asked(self, params: QueryDict) -> Iterable[tuple[str, list[str]]]:
        return what_matters(params, Where, also=("limit",))


class AlsoBought(KeptView):
    def asked(self, params: QueryDict) -> Iterable[tuple[str, list[str]]]:
        return what_matters(params, Where, also=("fallback", "limit"))

    @extend_schema(
        operation_id="store_products_also_bought_list",
        parameters=[AskRecommendations, *PARAMETERS],
        responses={200: Recommendations, 404: problem(discovery_queries.ProductNotFound), 422: problem(InvalidInput)},
    )
    def get(self, request: Request, slug: str) -> Response:
        """What is bought together with a product; products like it where nobody knows."""
        place = place_of(request)
        limit, fallback = page_request(request).limit, _fallback(request)
        return _kept(queries.also_bought(slug, place=place, limit=limit, fallback=fallback), place)


class Trending(KeptView):
    @extend_schema(operation_id="store_trending_list", parameters=PARAMETERS, responses={200: Recommendations, 422: problem(InvalidInput)})
    def get(self, request: Request) -> Response:
        """What is bought most in these days, in the country."""
        place = place_of(request)
        return _kept(queries.trending(place=place, limit=page_request(request).limit), place)


class ForYou(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="store_for_you_list", parameters=PARAMETERS, responses={200: Recommendations, 422: problem(InvalidInput)})
    def get(self, request: Request) -> Response:
        """For a customer, from what it has bought itself and nothing else."""
        place, limit = place_of(request), page_request(request).limit
        return _own(queries.for_you(principal_of(request).id, place=place, limit=limit, now=clock.now()), place)


class CartRecommendations(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_carts_recommendations_list",
        parameters=[CART_TOKEN, AskRecommendations, *PARAMETERS],
        responses={200: Recommendations, 404: problem(NotFound), 422: problem(InvalidInput)},
    )
    def get(self, request: Request, cart_id: str) -> Response:
        """What is bought together with what the cart holds."""
        cart = cart_queries.get_cart(find_principal(request), cart_id, token=request.META.get("HTTP_CART_TOKEN", ""))
        place, limit, fallback = place_of(request), page_request(request).limit, _fallback(request)
        return _own(queries.complete_cart(cart, place=place, limit=limit, fallback=fallback), place)


def _fallback(request: Request) -> bool:
    return bool(query_validated(AskRecommendations, request)["fallback"])


def _kept(found: Recommendations, place: Place) -> Response:
    if found.notice is not None:  # that search does not answer holds for this moment alone
        return _own(found, place)
    return public_answer(found, language=place.language, max_age_s=LIFE_S, tags=[discovery_queries.listing_tag()])


def _own(found: Recommendations, place: Place) -> Response:
    return Response(found, headers={"Content-Language": place.language})
