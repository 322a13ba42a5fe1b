"""Search by picture in the shop."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.discovery import queries as discovery_queries
from marketplace.apps.discovery.serializers.store import PLACE, Where, place_of, what_matters
from marketplace.apps.visual_search import queries
from marketplace.apps.visual_search.errors import PictureSearchBusy, PictureSearchOff
from marketplace.apps.visual_search.queries.alike import MAX_BYTES
from marketplace.apps.visual_search.serializers import SearchByPicture
from marketplace.apps.visual_search.types import FoundByPicture
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.public import PublicView, public_answer
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.uploads import uploads_of
from marketplace.foundation.rest.views import TenantAPIView, page_request, validated
from marketplace.kit.errors import InvalidInput

LIFE_S, KEPT_S = 30, 300  # at browsers; and with us, since all pictures are compared, unless a product changes
PARAMETERS = [*PLACE, OpenApiParameter("limit", int, description="1 to 100; 20 when absent.")]


class PictureSearches(TenantAPIView):
    permission_classes = [AllowAny]
    parser_classes = [uploads_of(MAX_BYTES)]
    throttle_classes = [CallerThrottle]
    throttle_scope = "picture_search"

    @extend_schema(
        operation_id="store_picture_searches_create",
        parameters=PARAMETERS,
        request={"multipart/form-data": SearchByPicture},
        responses={
            200: FoundByPicture,
            404: problem(PictureSearchOff),
            413: problem(TooLarge),
            422: problem(InvalidInput),
            503: problem(PictureSearchBusy),
        },
    )
    def post(self, request: Request) -> Response:
        """Products that look like a picture, which is looked at and not kept."""
        content, place = validated(SearchByPicture, request.data)["file"].read(), place_of(request)
        found = queries.find_by_picture(content, place=place, limit=page_request(request).limit)
        return Response(found, headers={"Content-Language": place.language})


class LooksAlike(PublicView):
    fresh_s = KEPT_S

    def asked(self, params: QueryDict) -> Iterable[tuple[str, list[str]]]:
        return what_matters(params, Where, also=("limit",))

    @extend_schema(
        operation_id="store_products_looks_alike_list",
        parameters=PARAMETERS,
        responses={
            200: FoundByPicture,
            404: problem(discovery_queries.ProductNotFound, PictureSearchOff),
            422: problem(InvalidInput),
        },
    )
    def get(self, request: Request, slug: str) -> Response:
        """Products whose pictures look like the product's first one."""
        place = place_of(request)
        found = queries.looks_alike(slug, place=place, limit=page_request(request).limit)
        return public_answer(found, language=place.language, max_age_s=LIFE_S, tags=[discovery_queries.listing_tag()])
