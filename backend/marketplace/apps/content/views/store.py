from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.content import queries
from marketplace.apps.content.errors import PageNotFound
from marketplace.apps.content.types import HOME, PAGES, HomePage, PageDetail, PageLinks
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import LANGUAGE, problem
from marketplace.foundation.rest.public import PublicView, public_answer

LIFE_S = 30


class HomeView(PublicView):
    @extend_schema(operation_id="store_home_get", parameters=[LANGUAGE], responses={200: HomePage})
    def get(self, request: Request) -> Response:
        language = requested_language(request)
        return public_answer(queries.get_home(language), language=language, max_age_s=LIFE_S, tags=[HOME])


class Pages(PublicView):
    @extend_schema(operation_id="store_pages_list", parameters=[LANGUAGE], responses={200: PageLinks})
    def get(self, request: Request) -> Response:
        language = requested_language(request)
        return public_answer(queries.list_published(language), language=language, max_age_s=LIFE_S, tags=[PAGES])


class Page(PublicView):
    @extend_schema(operation_id="store_pages_get", parameters=[LANGUAGE], responses={200: PageDetail, 404: problem(PageNotFound)})
    def get(self, request: Request, slug: str) -> Response:
        page = queries.get_published(slug, language=requested_language(request))
        return public_answer(page, language=page.language, max_age_s=LIFE_S, tags=[PAGES])
