"""Conversations that were handed over to staff."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.assistant import queries, services
from marketplace.apps.assistant.errors import ConversationNotFound, NoAddressToAnswer
from marketplace.apps.assistant.serializers import ListConversations, Reply
from marketplace.apps.assistant.types import ConversationDetail, ConversationRow, ConversationState
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

SUPPORT = staff_role("admin", "support")


class Conversations(TenantAPIView):
    permission_classes = [SUPPORT]
    audited = ("GET",)

    @extend_schema(
        operation_id="admin_conversations_list",
        parameters=[ListConversations, *PAGE],
        responses={200: Page[ConversationRow], 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """Conversations that wait for staff, or that staff have answered; those handed over last come first."""
        state = ConversationState(query_validated(ListConversations, request)["state"])
        return Response(queries.list_conversations(page_request(request), state=state))


class ConversationItem(TenantAPIView):
    permission_classes = [SUPPORT]
    audited = ("GET",)

    @extend_schema(operation_id="admin_conversations_get", responses={200: ConversationDetail, 404: problem(ConversationNotFound)})
    def get(self, request: Request, conversation_id: str) -> Response:
        """One of them with its transcript. What was not handed over is not there for staff."""
        return Response(queries.get_for_staff(conversation_id))


class Replies(TenantAPIView):
    permission_classes = [SUPPORT]

    @extend_schema(
        operation_id="admin_conversations_replies_create",
        parameters=[IDEMPOTENCY_KEY],
        request=Reply,
        responses={
            200: ConversationDetail,
            404: problem(ConversationNotFound),
            409: problem(NoAddressToAnswer),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request, conversation_id: str) -> Response:
        """Answer by mail, to the address that the visitor left. The visitor reads it in the conversation, too."""
        reply = validated(Reply, request.data)["reply"]
        services.reply(conversation_id=conversation_id, text=reply, actor=actor_of(request), now=clock.now())
        return Response(queries.get_for_staff(conversation_id))
