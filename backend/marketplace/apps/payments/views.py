"""Doors of payments: the providers' webhooks, and the staff's view."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.errors import (
    PaymentNotFound,
    ProviderUnavailable,
    ProviderUnknown,
    SignatureInvalid,
    WebhookMalformed,
)
from marketplace.apps.payments.serializers import PaymentDetail, PaymentFilter, WebhookReceipt
from marketplace.apps.payments.types import PaymentState, PaymentView
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.kit.pages import Page


class Webhook(TenantAPIView):
    """Whoever holds the provider's secret may come in: the signature is the only credential here."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(
        operation_id="webhooks_receive",
        request={"application/json": OpenApiTypes.OBJECT},
        responses={
            200: WebhookReceipt,
            400: problem(SignatureInvalid, WebhookMalformed),
            404: problem(ProviderUnknown),
            503: problem(ProviderUnavailable),
        },
        parameters=[OpenApiParameter("provider", str, OpenApiParameter.PATH)],
    )
    def post(self, request: Request, provider: str) -> Response:
        body = request._request.body  # the raw bytes: a signature does not survive parsing
        services.receive_webhook(provider_code=provider, body=body, headers=request.headers, now=clock.now())
        return Response(WebhookReceipt("received"))


class AdminPaymentList(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(operation_id="admin_payments_list", parameters=[PaymentFilter, *PAGE], responses={200: Page[PaymentView]})
    def get(self, request: Request) -> Response:
        wanted = query_validated(PaymentFilter, request)
        state = PaymentState(wanted["state"]) if "state" in wanted else None
        return Response(queries.list_payments(page=page_request(request), state=state, order_id=wanted.get("order_id")))


class AdminPayment(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(operation_id="admin_payments_get", responses={200: PaymentDetail, 404: problem(PaymentNotFound)})
    def get(self, request: Request, payment_id: str) -> Response:
        payment = queries.get_payment(payment_id)
        return Response(PaymentDetail.of(payment, queries.list_refunds(payment_id), queries.list_disputes(payment_id)))
