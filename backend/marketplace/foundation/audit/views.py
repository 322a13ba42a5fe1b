from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation.audit import queries, verification
from marketplace.foundation.audit.serializers import AuditLogFilter
from marketplace.foundation.audit.types import AuditLogEntry, AuditLogQuery, AuditLogVerification
from marketplace.foundation.rest.openapi import PAGE
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.kit.pages import Page


class AuditLog(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(parameters=[AuditLogFilter, *PAGE], responses={200: Page[AuditLogEntry]}, operation_id="admin_audit_log_list")
    def get(self, request: Request) -> Response:
        """Who did what, newest first."""
        wanted = AuditLogQuery(**query_validated(AuditLogFilter, request))
        return Response(queries.list_entries(wanted, page_request(request)))


class AuditLogCheck(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(responses={200: AuditLogVerification}, operation_id="admin_audit_log_verification_get")
    def get(self, request: Request) -> Response:
        """Whether the log is as it was written since its last checkpoint; the command `verify_audit_log` walks the whole chain."""
        return Response(verification.verify_since_checkpoint())
