from __future__ import annotations

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.content import queries, services
from marketplace.apps.content.errors import PageNotFound, PageSlugTaken, TooManyPages
from marketplace.apps.content.serializers import CreatePage, EditPage, SetHome, values_of
from marketplace.apps.content.types import AdminPage, AdminPages, HomeContent
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, validated
from marketplace.kit.errors import InvalidInput

WRITERS = staff_role("admin", "catalogue")


def _answer(page: AdminPage, status: int = 200) -> Response:
    return Response(page, status=status, headers=etag_header(page.etag))


class HomeView(TenantAPIView):
    permission_classes = [WRITERS]

    @extend_schema(operation_id="admin_home_get", responses={200: HomeContent})
    def get(self, request: Request) -> Response:
        content, version = queries.get_content()
        return Response(content, headers=etag_header(version))

    @extend_schema(
        operation_id="admin_home_set",
        parameters=[IF_MATCH],
        request=SetHome,
        responses={200: HomeContent, 412: problem(StaleRow), 422: problem(InvalidInput)},
    )
    def put(self, request: Request) -> Response:
        content = msgspec.convert(validated(SetHome, request.data), HomeContent)
        version = services.set_home(content, version=if_match(request), actor=actor_of(request), now=clock.now())
        return Response(content, headers=etag_header(version))


class Pages(TenantAPIView):
    permission_classes = [WRITERS]

    @extend_schema(operation_id="admin_pages_list", responses={200: AdminPages})
    def get(self, request: Request) -> Response:
        return Response(queries.list_pages())

    @extend_schema(
        operation_id="admin_pages_create",
        parameters=[IDEMPOTENCY_KEY],
        request=CreatePage,
        responses={201: AdminPage, 409: problem(PageSlugTaken, TooManyPages), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        values = values_of(validated(CreatePage, request.data))
        return _answer(services.create_page(**values, actor=actor_of(request), now=clock.now()), 201)


class PageDetail(TenantAPIView):
    permission_classes = [WRITERS]

    @extend_schema(operation_id="admin_pages_get", responses={200: AdminPage, 404: problem(PageNotFound)})
    def get(self, request: Request, page_id: str) -> Response:
        return _answer(queries.get_page(page_id))

    @extend_schema(
        operation_id="admin_pages_edit",
        parameters=[IF_MATCH],
        request=EditPage,
        responses={
            200: AdminPage,
            404: problem(PageNotFound),
            409: problem(PageSlugTaken),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
    )
    def patch(self, request: Request, page_id: str) -> Response:
        changes = values_of(validated(EditPage, request.data))
        page = services.edit_page(page_id=page_id, etag=if_match(request), changes=changes, actor=actor_of(request), now=clock.now())
        return _answer(page)

    @extend_schema(
        operation_id="admin_pages_remove",
        parameters=[IF_MATCH],
        responses={204: None, 404: problem(PageNotFound), 412: problem(StaleRow)},
    )
    def delete(self, request: Request, page_id: str) -> Response:
        services.delete_page(page_id=page_id, etag=if_match(request), actor=actor_of(request), now=clock.now())
        return Response(status=204)
