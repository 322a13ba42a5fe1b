"""The operator's endpoints of evidence in disputes."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.disputes import queries, services
from marketplace.apps.disputes.errors import EvidenceNotTaken, EvidenceRefused
from marketplace.apps.disputes.serializers import SendEvidence
from marketplace.apps.disputes.types import EvidenceView
from marketplace.apps.payments.errors import DisputeNotFound, ProviderUnavailable
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, validated
from marketplace.kit.errors import InvalidInput


class DisputeEvidenceView(TenantAPIView):
    permission_classes = [staff_role("finance", "admin")]

    @extend_schema(operation_id="admin_disputes_evidence_get", responses={200: EvidenceView, 404: problem(DisputeNotFound)})
    def get(self, request: Request, dispute_id: str) -> Response:
        """Whether evidence was sent in a dispute, and whether it can be."""
        return Response(queries.get_evidence(dispute_id, now=clock.now()))

    @extend_schema(
        operation_id="admin_disputes_evidence_create",
        request=SendEvidence,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: EvidenceView,
            404: problem(DisputeNotFound),
            409: problem(EvidenceNotTaken, EvidenceRefused),
            422: problem(InvalidInput),
            503: problem(ProviderUnavailable, BlobsUnavailable),
        },
    )
    @idempotent
    def post(self, request: Request, dispute_id: str) -> Response:
        """Send the provider all that speaks for the sale, and what you say to it. It is final: the provider takes it once."""
        data, now = validated(SendEvidence, request.data), clock.now()
        return Response(services.send_evidence(dispute_id=dispute_id, actor=actor_of(request), now=now, **data), status=201)


class DisputeEvidenceFile(TenantAPIView):
    permission_classes = [staff_role("finance", "admin")]

    @extend_schema(
        operation_id="admin_disputes_evidence_pdf",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, 404: problem(DisputeNotFound)},
    )
    def get(self, request: Request, dispute_id: str) -> HttpResponse:
        """All that speaks for the sale as a file: the order, its delivery, its invoices and the mails to the customer."""
        content = services.make_file(dispute_id=dispute_id, actor=actor_of(request), now=clock.now())
        headers = {"Content-Disposition": f'attachment; filename="{dispute_id}.pdf"', "Cache-Control": "private, no-store"}
        return HttpResponse(content, content_type="application/pdf", headers=headers)
