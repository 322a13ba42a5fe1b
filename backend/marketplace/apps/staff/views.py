from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.staff import queries, services
from marketplace.apps.staff.serializers import AuditLogFilter, EditRegion
from marketplace.apps.staff.types import RegionOptions, RegionSettings
from marketplace.foundation import clock
from marketplace.foundation.audit import queries as audit_queries
from marketplace.foundation.audit import verification
from marketplace.foundation.audit.types import AuditLogEntry, AuditLogQuery, AuditLogVerification
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    page_request,
    query_validated,
    validated,
)
from marketplace.kit.errors import Forbidden, InvalidInput
from marketplace.kit.pages import Page


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
        responses={200: RegionSettings, 403: problem(Forbidden), 412: problem(StaleRow), 422: problem(InvalidInput)},
    )
    def patch(self, request: Request) -> Response:
        changes = validated(EditRegion, request.data)
        reason = changes.pop("reason")
        region = services.edit_region(changes=changes, etag=if_match(request), reason=reason, actor=actor_of(request), now=clock.now())
        return Response(region, headers=etag_header(region.etag))

    def get_permissions(self) -> list[BasePermission]:
        return [staff_role("admin", needs_recent_authentication=True)()] if self.request.method == "PATCH" else [staff_role()()]


class RegionOptionsView(TenantAPIView):
    permission_classes = [staff_role()]

    @extend_schema(operation_id="admin_region_settings", responses={200: RegionOptions})
    def get(self, request: Request) -> Response:
        return Response(queries.region_options())


class AuditLog(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(parameters=[AuditLogFilter, *PAGE], responses={200: Page[AuditLogEntry]}, operation_id="admin_audit_log_list")
    def get(self, request: Request) -> Response:
        """Who did what, newest first."""
        wanted = AuditLogQuery(**query_validated(AuditLogFilter, request))
        return Response(audit_queries.list_entries(wanted, page_request(request)))


class AuditLogCheck(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(responses={200: AuditLogVerification}, operation_id="admin_audit_log_verification_get")
    def get(self, request: Request) -> Response:
        """Whether the log is as it was written since its last checkpoint; the command `verify_audit_log` walks the whole chain."""
        return Response(verification.verify_since_checkpoint())
