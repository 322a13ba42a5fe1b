"""Visitors' endpoints: a conversation, opened by its secret or by the customer who began it."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any

import msgspec
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.assistant import queries, services
from marketplace.apps.assistant.errors import AssistantOff, ConversationFull, ConversationNotFound, NothingToAnswer
from marketplace.apps.assistant.models import Conversation
from marketplace.apps.assistant.serializers import HandOver, Say
from marketplace.apps.assistant.types import AnswerPart, AnswerPartKind, ConversationOpened, ConversationView, MessageView
from marketplace.apps.discovery.serializers.store import PLACE, place_of
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.json import JSONRenderer, encode
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, LANGUAGE, problem
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.tokens import CUSTOMER
from marketplace.foundation.rest.views import TenantAPIView, client_address, find_principal, validated
from marketplace.kit.errors import InvalidInput

TOKEN = OpenApiParameter(
    "Conversation-Token", str, OpenApiParameter.HEADER, description="The secret from starting it; a customer's needs the customer's log-in."
)
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # of proxies that would collect the answer first


class EventStreamRenderer(BaseRenderer):
    """Lets a caller ask for ``text/event-stream``. The events are streamed by the view; only errors come by here, which are JSON."""

    media_type = "text/event-stream"
    format = "events"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return encode(data)


class _View(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "assistant"


class Conversations(_View):
    @extend_schema(
        operation_id="store_conversations_create",
        parameters=[IDEMPOTENCY_KEY, LANGUAGE],
        request=None,
        responses={201: ConversationOpened, 404: problem(AssistantOff)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Begin a conversation with the assistant, which is a machine. It is kept for `kept_days` after its last message."""
        opened = services.start(customer_id=_customer_id(request), language=requested_language(request), now=clock.now())
        return Response(opened, status=201)


class ConversationItem(_View):
    throttle_scope = "assistant_read"

    @extend_schema(
        operation_id="store_conversations_get", parameters=[TOKEN], responses={200: ConversationView, 404: problem(ConversationNotFound)}
    )
    def get(self, request: Request, conversation_id: str) -> Response:
        """The conversation with all its messages."""
        return Response(queries.get_conversation(_own(request, conversation_id)))

    @extend_schema(operation_id="store_conversations_remove", parameters=[TOKEN], responses={204: None, 404: problem(ConversationNotFound)})
    def delete(self, request: Request, conversation_id: str) -> Response:
        """Delete the conversation for good, also where staff see it."""
        services.remove(_own(request, conversation_id))
        return Response(status=204)


class Messages(_View):
    @extend_schema(
        operation_id="store_conversations_messages_create",
        parameters=[IDEMPOTENCY_KEY, TOKEN],
        request=Say,
        responses={
            201: MessageView,
            404: problem(ConversationNotFound, AssistantOff),
            409: problem(ConversationFull),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request, conversation_id: str) -> Response:
        """Say something; then ask for the answer by its `number`."""
        text = validated(Say, request.data)["text"]
        return Response(services.say(_adopted(request, conversation_id), text=text, now=clock.now()), status=201)


class AnswerItem(_View):
    renderer_classes = [JSONRenderer, EventStreamRenderer]

    @extend_schema(
        operation_id="store_conversations_messages_answer",
        parameters=[TOKEN, *PLACE],
        request=None,
        responses={
            (200, "application/json"): MessageView,
            (200, "text/event-stream"): OpenApiTypes.STR,
            404: problem(ConversationNotFound, AssistantOff),
            409: problem(NothingToAnswer),
            422: problem(InvalidInput),
        },
    )
    def post(self, request: Request, conversation_id: str, number: int) -> HttpResponseBase:
        """
        The answer to one message. It is made once: asked again, the same comes. With `Accept: text/event-stream` it comes in parts:
        `text`, `taken_back` (what came before is not so) and at the end `message`, the whole.
        """
        conversation = _adopted(request, conversation_id)
        place = msgspec.structs.replace(place_of(request), language=conversation.language)
        caller = services.Caller(customer_id=_customer_id(request), address=client_address(request))
        parts = services.answer(conversation, number=number, caller=caller, place=place, now=clock.now())
        if request.accepted_renderer.media_type == EventStreamRenderer.media_type:
            return StreamingHttpResponse(_events(parts), content_type="text/event-stream; charset=utf-8", headers=HEADERS)
        return Response([part for part in parts if part.kind is AnswerPartKind.MESSAGE][-1].message)


class HandOvers(_View):
    @extend_schema(
        operation_id="store_conversations_hand_over",
        parameters=[IDEMPOTENCY_KEY, TOKEN],
        request=HandOver,
        responses={200: ConversationView, 404: problem(ConversationNotFound), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, conversation_id: str) -> Response:
        """Put the conversation before the shop's staff, who answer by mail."""
        conversation, data = _adopted(request, conversation_id), validated(HandOver, request.data)
        services.hand_over(conversation, email=data["email"], note=data["note"], now=clock.now())
        return Response(queries.get_conversation(_own(request, conversation_id)))


def _events(parts: Generator[AnswerPart]) -> Iterator[bytes]:
    with closing(parts):  # of a visitor who goes away in the middle
        for part in parts:
            data = part.message if part.kind is AnswerPartKind.MESSAGE else {"text": part.text}
            yield b"event: %s\ndata: %s\n\n" % (part.kind.value.encode(), encode(data))


def _customer_id(request: Request) -> str:
    principal = find_principal(request)
    return principal.id if principal is not None and principal.audience == CUSTOMER else ""


def _adopted(request: Request, conversation_id: str) -> Conversation:
    """The caller's, which is a customer's from the first time on that the customer goes on with it. :raises ConversationNotFound:"""
    conversation = _own(request, conversation_id)
    services.adopt(conversation, customer_id=_customer_id(request))
    return _own(request, conversation_id)  # another customer may have been first


def _own(request: Request, conversation_id: str) -> Conversation:
    """:raises ConversationNotFound: if it is not the caller's"""
    token = request.META.get("HTTP_CONVERSATION_TOKEN", "")
    return queries.get_own(conversation_id, customer_id=_customer_id(request), token=token)
