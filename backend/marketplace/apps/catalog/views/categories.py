"""The operator's endpoints of the tree of categories."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.errors import CategoryInUse, CategoryNotFound, CategorySlugTaken
from marketplace.apps.catalog.serializers import (
    AdminCategories,
    AdminCategory,
    CategoryFields,
    CreateCategory,
    MoveCategory,
    admin_category,
)
from marketplace.apps.catalog.types import CategoryView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, validated
from marketplace.kit.errors import InvalidInput

CATALOGUE_STAFF = staff_role("admin", "catalogue")


def _category(view: CategoryView, status: int = 200) -> Response:
    return Response(admin_category(view), status=status, headers=etag_header(str(view.version)))


class Categories(TenantAPIView):
    permission_classes = [CATALOGUE_STAFF]

    @extend_schema(operation_id="admin_categories_list", responses={200: AdminCategories})
    def get(self, request: Request) -> Response:
        return Response(AdminCategories([admin_category(view) for view in queries.list_categories()]))

    @extend_schema(
        operation_id="admin_categories_create",
        parameters=[IDEMPOTENCY_KEY],
        request=CreateCategory,
        responses={201: AdminCategory, 409: problem(CategorySlugTaken), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = validated(CreateCategory, request.data)
        return _category(services.create_category(**data, actor=actor_of(request), now=clock.now()), 201)


class CategoryDetail(TenantAPIView):
    permission_classes = [CATALOGUE_STAFF]

    @extend_schema(operation_id="admin_categories_get", responses={200: AdminCategory, 404: problem(CategoryNotFound)})
    def get(self, request: Request, category_id: str) -> Response:
        return _category(queries.get_category(category_id))

    @extend_schema(
        operation_id="admin_categories_edit",
        parameters=[IF_MATCH],
        request=CategoryFields,
        responses={
            200: AdminCategory,
            404: problem(CategoryNotFound),
            409: problem(CategorySlugTaken),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
    )
    def patch(self, request: Request, category_id: str) -> Response:
        data = validated(CategoryFields, request.data)
        view = services.edit_category(category_id=category_id, version=if_match(request), **data, actor=actor_of(request), now=clock.now())
        return _category(view)

    @extend_schema(
        operation_id="admin_categories_remove",
        parameters=[IF_MATCH],
        responses={
            204: None,
            404: problem(CategoryNotFound),
            409: problem(CategoryInUse),
            412: problem(StaleRow),
        },
    )
    def delete(self, request: Request, category_id: str) -> Response:
        services.delete_category(category_id=category_id, version=if_match(request), actor=actor_of(request), now=clock.now())
        return Response(status=204)


class CategoryMove(TenantAPIView):
    permission_classes = [CATALOGUE_STAFF]

    @extend_schema(
        operation_id="admin_categories_move",
        parameters=[IDEMPOTENCY_KEY],
        request=MoveCategory,
        responses={200: AdminCategory, 404: problem(CategoryNotFound), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, category_id: str) -> Response:
        """Put a category elsewhere in the tree, with all below it."""
        data = validated(MoveCategory, request.data)
        return _category(services.move_category(category_id=category_id, **data, actor=actor_of(request), now=clock.now()))
