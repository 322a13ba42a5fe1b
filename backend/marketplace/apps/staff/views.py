from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.staff import queries, services
from marketplace.apps.staff.serializers import EditRegion
from marketplace.apps.staff.types import RegionSettings
from marketplace.foundation import clock
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.rest.openapi import IF_MATCH, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, validated
from marketplace.kit.errors import Forbidden, InvalidInput


class Region(TenantAPIView):
    permission_classes = [staff_role()]

    @extend_schema(operation_id="admin_region_get", responses={200: RegionSettings})
    def get(self, request: Request) -> Response:
        region = queries.get_region()
        return Response(region, headers=etag_header(region.etag))

    @extend_schema(
        operation_id="admin_region_edit",
        request=EditRegion,
        parameters=[IF_MATCH],
        responses={200: RegionSettings, 403: problem(Forbidden), 412: problem(StaleDocument), 422: problem(InvalidInput)},
    )
    def patch(self, request: Request) -> Response:
        changes = validated(EditRegion, request.data)
        reason = changes.pop("reason")
        region = services.edit_region(changes=changes, etag=if_match(request), reason=reason, actor=actor_of(request), now=clock.now())
        return Response(region, headers=etag_header(region.etag))

    def get_permissions(self) -> list[BasePermission]:
        return [staff_role("admin")()] if self.request.method == "PATCH" else [staff_role()()]
