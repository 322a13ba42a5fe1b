from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation import clock
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.rest.openapi import IF_MATCH, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import (
    PreconditionRequired,
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    validated,
)
from marketplace.foundation.tenancy import changes
from marketplace.foundation.tenancy.serializers import EditRegion
from marketplace.foundation.tenancy.types import RegionSettings
from marketplace.kit.errors import InvalidInput


class RegionSettingsDoor(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(operation_id="admin_region_read", responses={200: RegionSettings})
    def get(self, request: Request) -> Response:
        """The region: languages, currencies, features, settings, maintenance."""
        return _answer(changes.get_settings())

    @extend_schema(
        operation_id="admin_region_edit",
        parameters=[IF_MATCH],
        request=EditRegion,
        responses={
            200: RegionSettings,
            412: problem(StaleDocument),
            422: problem(InvalidInput),
            428: problem(PreconditionRequired),
        },
    )
    def patch(self, request: Request) -> Response:
        """Change the region while it runs; maintenance shuts it for everybody but staff."""
        etag, data = if_match(request), validated(EditRegion, request.data)
        reason = data.pop("reason")
        return _answer(changes.change_settings(etag=etag, changes=data, reason=reason, actor=actor_of(request), now=clock.now()))


def _answer(region: RegionSettings) -> Response:
    return Response(region, headers=etag_header(region.etag))
