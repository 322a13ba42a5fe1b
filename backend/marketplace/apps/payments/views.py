"""Endpoints of payments: the providers' webhooks, and the staff's view."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.errors import (
    CardNotFound,
    DisputeNotFound,
    MethodNotFound,
    PaymentNotFound,
    ProviderUnknown,
    RefundNotFound,
    RefundStateForbids,
    SignatureInvalid,
    WebhookMalformed,
    WebhookNotFound,
)
from marketplace.apps.payments.serializers import (
    AddMethod,
    ChangeMethod,
    DisputeFilter,
    PaymentDetail,
    PaymentFilter,
    RefundFilter,
    ReplayWebhook,
    RetryRefund,
    SettleRefund,
    WebhookFilter,
    WebhookReceipt,
)
from marketplace.apps.payments.types import (
    DisputeState,
    DisputeView,
    MethodView,
    PaymentState,
    PaymentView,
    ProviderHealth,
    RefundState,
    RefundView,
    SavedCard,
    WebhookState,
    WebhookView,
)
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import IsCustomer, staff_role
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    page_request,
    principal_of,
    query_validated,
    validated,
)
from marketplace.foundation.rows import StaleRow
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

NOTHING = OpenApiResponse(description="Done")
NOTICE = {"application/json": OpenApiTypes.OBJECT}
WEBHOOK: dict[str, Any] = {
    "responses": {200: WebhookReceipt, 400: problem(SignatureInvalid, WebhookMalformed), 404: problem(ProviderUnknown)},
    "parameters": [OpenApiParameter("provider", str, OpenApiParameter.PATH)],
    "description": "A provider's notice. Each provider uses one of POST and PUT. It is stored, and interpreted afterwards.",
}


class Webhook(TenantAPIView):
    """The provider's signature is the only credential here."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(operation_id="webhooks_receive", request=NOTICE, **WEBHOOK)
    def post(self, request: Request, provider: str) -> Response:
        return _receive(request, provider)

    @extend_schema(operation_id="webhooks_receive_put", request=NOTICE, **WEBHOOK)
    def put(self, request: Request, provider: str) -> Response:
        return _receive(request, provider)


def _receive(request: Request, provider: str) -> Response:
    body = request._request.body  # the raw bytes: a signature does not survive parsing
    method = str(request.method)
    services.receive_webhook(provider_code=provider, method=method, body=body, headers=request.headers, now=clock.now())
    return Response(WebhookReceipt("received"))


class MyCards(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="me_cards_list", parameters=PAGE, responses={200: Page[SavedCard]}, tags=["me"])
    def get(self, request: Request) -> Response:
        """The customer's saved cards, the newest first."""
        return Response(queries.list_cards(principal_of(request).id, page=page_request(request)))


class MyCard(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="me_cards_remove", responses={204: NOTHING, 404: problem(CardNotFound)}, tags=["me"])
    def delete(self, request: Request, card_id: str) -> Response:
        """Take a saved card out of use; the provider forgets it soon after."""
        services.remove_card(customer_id=principal_of(request).id, card_id=card_id, now=clock.now())
        return Response(status=204)


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
        captures, refunds = queries.list_captures(payment_id), queries.list_refunds(payment_id)
        return Response(PaymentDetail.of(payment, captures, refunds, queries.list_disputes(payment_id)))


class AdminMethodList(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(operation_id="admin_payment_methods_list", parameters=PAGE, responses={200: Page[MethodView]})
    def get(self, request: Request) -> Response:
        return Response(queries.list_methods(page=page_request(request)))

    @extend_schema(
        operation_id="admin_payment_methods_create",
        request=AddMethod,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: MethodView, 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        added = services.add_method(fields=validated(AddMethod, request.data), actor=actor_of(request), now=clock.now())
        return Response(added, status=201, headers=etag_header(added.etag))


class AdminMethod(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(operation_id="admin_payment_methods_get", responses={200: MethodView, 404: problem(MethodNotFound)})
    def get(self, request: Request, payment_method_id: str) -> Response:
        found = queries.get_method(payment_method_id)
        return Response(found, headers=etag_header(found.etag))

    @extend_schema(
        operation_id="admin_payment_methods_edit",
        request=ChangeMethod,
        parameters=[IF_MATCH],
        responses={200: MethodView, 404: problem(MethodNotFound), 412: problem(StaleRow), 422: problem(InvalidInput)},
    )
    def patch(self, request: Request, payment_method_id: str) -> Response:
        fields, etag = validated(ChangeMethod, request.data), if_match(request)
        changed = services.change_method(method_id=payment_method_id, fields=fields, etag=etag, actor=actor_of(request), now=clock.now())
        return Response(changed, headers=etag_header(changed.etag))


class AdminProviderList(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(
        operation_id="admin_payment_providers_list",
        parameters=PAGE,
        responses={200: Page[ProviderHealth]},
        description="The providers at which the region has an account, and whether they answer.",
    )
    def get(self, request: Request) -> Response:
        return Response(queries.list_providers(page=page_request(request)))


class AdminRefundList(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(operation_id="admin_refunds_list", parameters=[RefundFilter, *PAGE], responses={200: Page[RefundView]})
    def get(self, request: Request) -> Response:
        wanted = query_validated(RefundFilter, request)
        state = RefundState(wanted["state"]) if "state" in wanted else None
        return Response(queries.list_all_refunds(page=page_request(request), state=state, sort=wanted["sort"]))


class AdminRefund(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(operation_id="admin_refunds_get", responses={200: RefundView, 404: problem(RefundNotFound)})
    def get(self, request: Request, refund_id: str) -> Response:
        return Response(queries.get_refund(refund_id))


class AdminDisputeList(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(operation_id="admin_disputes_list", parameters=[DisputeFilter, *PAGE], responses={200: Page[DisputeView]})
    def get(self, request: Request) -> Response:
        wanted = query_validated(DisputeFilter, request)
        state = DisputeState(wanted["state"]) if "state" in wanted else None
        return Response(queries.list_all_disputes(page=page_request(request), state=state))


class AdminDispute(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(operation_id="admin_disputes_get", responses={200: DisputeView, 404: problem(DisputeNotFound)})
    def get(self, request: Request, dispute_id: str) -> Response:
        return Response(queries.get_dispute(dispute_id))


class RefundRetry(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(
        operation_id="admin_refunds_retry",
        request=RetryRefund,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: RefundView, 404: problem(RefundNotFound), 409: problem(RefundStateForbids)},
        description="Asks the provider once more, by a new refund, which is the answer.",
    )
    @idempotent
    def post(self, request: Request, refund_id: str) -> Response:
        data = validated(RetryRefund, request.data)
        return Response(services.retry_refund(refund_id=refund_id, actor=actor_of(request), now=clock.now(), **data))


class RefundSettlement(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(
        operation_id="admin_refunds_settle",
        request=SettleRefund,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: RefundView, 404: problem(RefundNotFound), 409: problem(RefundStateForbids)},
        description="Notes that the customer got the money of a failed refund outside the provider.",
    )
    @idempotent
    def post(self, request: Request, refund_id: str) -> Response:
        data = validated(SettleRefund, request.data)
        return Response(services.settle_refund(refund_id=refund_id, actor=actor_of(request), now=clock.now(), **data))


class AdminWebhookList(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(operation_id="admin_webhooks_list", parameters=[WebhookFilter, *PAGE], responses={200: Page[WebhookView]})
    def get(self, request: Request) -> Response:
        """What payment providers sent, newest first."""
        wanted = query_validated(WebhookFilter, request)
        state = WebhookState(wanted.pop("state")) if "state" in wanted else None
        return Response(queries.list_webhooks(page=page_request(request), state=state, **wanted))


class WebhookReplay(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(
        operation_id="admin_webhooks_replay",
        request=ReplayWebhook,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: WebhookView, 404: problem(WebhookNotFound)},
        description="Has a stored webhook interpreted once more: the provider is asked again, and its answer is recorded.",
    )
    @idempotent
    def post(self, request: Request, webhook_id: str) -> Response:
        data = validated(ReplayWebhook, request.data)
        return Response(services.replay_webhook(webhook_id=webhook_id, actor=actor_of(request), now=clock.now(), **data))
