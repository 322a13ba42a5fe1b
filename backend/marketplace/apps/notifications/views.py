"""The mails about orders, products and money, as the operator's staff reads them."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.notifications import queries
from marketplace.apps.notifications.serializers import ListMessages
from marketplace.apps.notifications.types import MessageCriteria, MessageDetail, MessageRow, MessageState
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, query_validated
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page

READERS = staff_role("admin", "support")


class Messages(TenantAPIView):
    permission_classes = [READERS]
    audited = ("GET",)

    @extend_schema(operation_id="admin_messages_list", parameters=[ListMessages, *PAGE], responses={200: Page[MessageRow]})
    def get(self, request: Request) -> Response:
        """Mails, the latest first: those to an address, about an order, or not sent."""
        data = query_validated(ListMessages, request)
        state = MessageState(data.pop("state")) if "state" in data else None
        return Response(queries.list_messages(MessageCriteria(**data, state=state), page_request(request)))


class MessageItem(TenantAPIView):
    permission_classes = [READERS]
    audited = ("GET",)

    @extend_schema(operation_id="admin_messages_get", responses={200: MessageDetail, 404: problem(NotFound)})
    def get(self, request: Request, message_id: str) -> Response:
        """One mail with its text."""
        return Response(queries.get_message(message_id))
