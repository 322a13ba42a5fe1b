"""Vendors' endpoints: what is written about a vendor's own orders."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.messaging import queries, services
from marketplace.apps.messaging.errors import ConversationFull, TooManyMessages
from marketplace.apps.messaging.serializers import AnswerCustomer, ListConversations
from marketplace.apps.messaging.types import OrderConversationView, OrderMessageView
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

FULFILS = vendor_role("owner", "manager", "fulfilment")


class Conversations(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_conversations_list", parameters=[ListConversations, *PAGE], responses={200: Page[OrderConversationView]}
    )
    def get(self, request: Request) -> Response:
        """What customers and the vendor write each other, by order, the latest first."""
        wanted = query_validated(ListConversations, request)
        return Response(queries.list_conversations(page_request(request), vendor_id=principal_of(request).vendor_id, **wanted))


class VendorOrderMessages(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_orders_messages_list",
        parameters=PAGE,
        responses={200: Page[OrderMessageView], 404: problem(OrderNotFound)},
    )
    def get(self, request: Request, vendor_order_id: str) -> Response:
        """What was written about the order, the newest first."""
        vendor_id = principal_of(request).vendor_id
        order_queries.get_vendor_order(vendor_id, vendor_order_id)
        return Response(queries.list_messages_of_vendor(page_request(request), vendor_id=vendor_id, vendor_order_id=vendor_order_id))

    @extend_schema(
        operation_id="vendor_orders_messages_create",
        request=AnswerCustomer,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: OrderMessageView,
            404: problem(OrderNotFound),
            409: problem(ConversationFull),
            422: problem(InvalidInput),
            429: problem(TooManyMessages),
        },
    )
    @idempotent
    def post(self, request: Request, vendor_order_id: str) -> Response:
        """Write to the order's customer. E-mail addresses in the text are hidden."""
        principal, data = principal_of(request), validated(AnswerCustomer, request.data)
        about = {"vendor_id": principal.vendor_id, "vendor_order_id": vendor_order_id, "author_id": principal.id}
        return Response(services.answer_customer(**about, **data, now=clock.now()), status=201)
