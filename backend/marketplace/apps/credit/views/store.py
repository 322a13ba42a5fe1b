"""Customers' and guests' endpoints: what a gift card has, and a customer's store credit."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts.errors import TooManyAttempts
from marketplace.apps.credit import queries, services
from marketplace.apps.credit.errors import CreditNotFound
from marketplace.apps.credit.serializers import AskBalance, GiftCardBalance, StoreCredit, gift_card_balance, store_credit
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.permissions import IsCustomer
from marketplace.foundation.rest.views import TenantAPIView, client_address, page_request, principal_of, validated
from marketplace.kit.pages import Page


class GiftCardLookups(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_gift_card_lookups_create",
        request=AskBalance,
        responses={200: GiftCardBalance, 404: problem(CreditNotFound), 429: problem(TooManyAttempts)},
    )
    def post(self, request: Request) -> Response:
        """What a gift card has, by its code."""
        now = clock.now()
        code = validated(AskBalance, request.data)["code"]
        card = services.look_up_gift_card(code=code, address=client_address(request), now=now)
        return Response(gift_card_balance(card, now=now))


class OwnCredits(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="store_credits_list", parameters=PAGE, responses={200: Page[StoreCredit]})
    def get(self, request: Request) -> Response:
        """The customer's store credit: one entry for each currency in which there was any."""
        now = clock.now()
        own = queries.list_credits_of(principal_of(request).id, page_request(request))
        return Response(own.map(lambda credit: store_credit(credit, now=now)))
