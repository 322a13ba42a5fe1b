from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.discovery.domain.tags import LISTING
from marketplace.apps.discovery.queries import machines
from marketplace.apps.discovery.serializers.machines import XMLRenderer
from marketplace.apps.discovery.serializers.store import place_of
from marketplace.apps.discovery.types.machines import SitemapEntry
from marketplace.apps.discovery.views.store import PLACE
from marketplace.foundation import clock
from marketplace.foundation.rest.json import JSONRenderer
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import LANGUAGE, PAGE, problem
from marketplace.foundation.rest.public import PublicView, public_answer
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.views import TenantAPIView, page_request
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

SITEMAP_LIFE_S = 300
FEED_LIFE_S = 3_600


class SitemapProducts(PublicView):
    def asked(self, params: QueryDict) -> Iterable[tuple[str, list[str]]]:
        return [(name, params.getlist(name)) for name in ("cursor", "limit") if name in params]

    @extend_schema(
        operation_id="store_sitemap_products_list",
        parameters=[LANGUAGE, *PAGE],
        responses={200: Page[SitemapEntry], 422: problem(InvalidInput), 503: problem(SearchUnavailable)},
    )
    def get(self, request: Request) -> Response:
        """Every product that customers may see, with when it was changed and its pictures."""
        language = requested_language(request)
        found = machines.list_sitemap(language=language, page=page_request(request))
        return public_answer(found, language=language, max_age_s=SITEMAP_LIFE_S, tags=[LISTING])


class MerchantFeed(TenantAPIView):
    permission_classes = [AllowAny]
    renderer_classes = [XMLRenderer, JSONRenderer]
    throttle_classes = [CallerThrottle]
    throttle_scope = "feed"

    @extend_schema(
        operation_id="store_feeds_google_xml",
        parameters=PLACE,
        responses={(200, "application/xml"): OpenApiTypes.BINARY, 422: problem(InvalidInput), 503: problem(SearchUnavailable)},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """What vendors deliver to the country, for Google Merchant Center."""
        headers = {"Cache-Control": f"public, max-age={FEED_LIFE_S}"}
        parts = machines.stream_feed(place_of(request), now=clock.now())
        return StreamingHttpResponse(parts, content_type="application/xml; charset=utf-8", headers=headers)
