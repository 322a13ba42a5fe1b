"""The mails about orders, products and money: which of them a vendor's people want, and what staff reads of them."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.notifications import queries, services
from marketplace.apps.notifications.serializers import ListMessages, SetMailPreferences
from marketplace.apps.notifications.types import (
    MailKind,
    MailPreferences,
    MessageCriteria,
    MessageDetail,
    MessageRow,
    MessageState,
)
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, query_validated, validated
from marketplace.kit.errors import Forbidden, InvalidInput, NotFound
from marketplace.kit.ids import is_id
from marketplace.kit.pages import Page

READERS = staff_role("admin", "support")


class MailPreferencesOfPerson(TenantAPIView):
    permission_classes = [vendor_role()]

    @extend_schema(operation_id="vendor_mail_preferences_get", responses={200: MailPreferences})
    def get(self, request: Request) -> Response:
        """Which mails the caller does without. What nobody may miss is not among the kinds."""
        return Response(queries.get_mail_preferences(_person_of(request)))

    @extend_schema(
        operation_id="vendor_mail_preferences_set",
        request=SetMailPreferences,
        responses={200: MailPreferences, 403: problem(Forbidden), 422: problem(InvalidInput)},
    )
    def put(self, request: Request) -> Response:
        """Do without these kinds of mails from now on; each of the vendor's people says so for itself."""
        muted = [MailKind(kind) for kind in validated(SetMailPreferences, request.data)["muted"]]
        return Response(services.set_mail_preferences(account_id=_person_of(request), muted=muted, now=clock.now()))


def _person_of(request: Request) -> str:
    """:raises Forbidden: for a program: nobody writes to an API key"""
    caller = principal_of(request)
    if is_id(caller.id, "key"):
        raise Forbidden
    return caller.id


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
