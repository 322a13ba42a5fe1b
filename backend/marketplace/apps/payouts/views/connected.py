"""A vendor's account at the payment provider: how it is, opening it, and going back to the bank account."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.errors import ProviderUnavailable, VendorAccountRefused
from marketplace.apps.payouts import services
from marketplace.apps.payouts.errors import ConfirmationInvalid, ConnectedAccountNotOffered
from marketplace.apps.payouts.queries.destinations import find_connected, find_unconfirmed, offered_providers, payout_currencies
from marketplace.apps.payouts.region_settings import PAYOUT_ACCOUNT_COOLDOWN_DAYS
from marketplace.apps.payouts.serializers import (
    ConfirmAccount,
    ConnectAccount,
    ConnectedAccountDetail,
    ConnectedAccountLink,
    ConnectedOffer,
    ListBanks,
    NameAccount,
    PayoutBanks,
    connected_account_detail,
)
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, LANGUAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, principal_of, query_validated, validated
from marketplace.kit.errors import InvalidInput, NotFound

OWNER = vendor_role("owner", needs_second_factor=True, needs_recent_authentication=True)


class ConnectedAccountView(TenantAPIView):
    def get_permissions(self) -> list:
        is_read = self.request.method in ("GET", "HEAD", "OPTIONS")
        return [vendor_role("owner", "accountant")() if is_read else OWNER()]

    @extend_schema(operation_id="vendor_connected_account_get", responses={200: ConnectedAccountDetail})
    def get(self, request: Request) -> Response:
        """The vendor's account at the payment provider, and what the provider still asks for. `state` is null before there is one."""
        vendor_id = principal_of(request).vendor_id
        services.refresh_account(vendor_id=vendor_id, now=clock.now())
        return Response(_detail(vendor_id))

    @extend_schema(
        operation_id="vendor_connected_account_remove",
        responses={204: OpenApiResponse(description="Done"), 404: problem(NotFound), 409: problem(VendorStateForbids)},
    )
    def delete(self, request: Request) -> Response:
        """Have payouts go to the bank accounts again; a mail notifies every owner."""
        services.disconnect(vendor_id=principal_of(request).vendor_id, actor=actor_of(request), now=clock.now())
        return Response(status=204)


class ConnectedAccountLinks(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(
        operation_id="vendor_connected_account_links_create",
        request=ConnectAccount,
        responses={
            201: ConnectedAccountLink,
            409: problem(ConnectedAccountNotOffered, VendorStateForbids, VendorAccountRefused),
            503: problem(ProviderUnavailable),
        },
    )
    def post(self, request: Request) -> Response:
        """
        A page of the provider's on which the owner says who is to be paid, for one visit. Opens the account if there is none.
        """
        data, principal = validated(ConnectAccount, request.data), principal_of(request)
        url = services.connect(vendor_id=principal.vendor_id, actor=actor_of(request), now=clock.now(), **data)
        return Response(ConnectedAccountLink(url=url), status=201, headers={"Cache-Control": "private, no-store"})


class PayoutBankList(TenantAPIView):
    permission_classes = [vendor_role("owner", needs_second_factor=True)]  # read to fill in a form, which asks who one is when it is sent

    @extend_schema(
        operation_id="vendor_connected_account_banks",
        parameters=[ListBanks],
        responses={200: PayoutBanks, 409: problem(ConnectedAccountNotOffered, VendorAccountRefused), 503: problem(ProviderUnavailable)},
    )
    def get(self, request: Request) -> Response:
        """The banks and mobile wallets that a provider pays a currency to, all of them, by name."""
        return Response(PayoutBanks(items=services.list_banks(**query_validated(ListBanks, request))))


class NamedAccounts(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(
        operation_id="vendor_connected_account_named_create",
        request=NameAccount,
        parameters=[IDEMPOTENCY_KEY, LANGUAGE],
        responses={
            201: ConnectedAccountDetail,
            409: problem(ConnectedAccountNotOffered, VendorStateForbids, VendorAccountRefused),
            422: problem(InvalidInput),
            503: problem(ProviderUnavailable),
        },
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """
        Have the vendor paid to an account that the owner names, in place of the one at a provider that it had. An e-mail address is paid
        once its owner has confirmed it, by the code in a mail to it; until then the other one is.
        """
        data, vendor_id = validated(NameAccount, request.data), principal_of(request).vendor_id
        about: dict[str, Any] = {"vendor_id": vendor_id, "actor": actor_of(request), "now": clock.now()}
        services.name_account(provider=data["provider"], named=NameAccount.named(data), language=requested_language(request), **about)
        return Response(_detail(vendor_id), status=201)


class ConfirmNamedAccount(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(
        operation_id="vendor_connected_account_confirm",
        request=ConfirmAccount,
        responses={200: ConnectedAccountDetail, 409: problem(VendorStateForbids), 422: problem(ConfirmationInvalid)},
    )
    def post(self, request: Request) -> Response:
        """Say that the address is the vendor's, by the code that was mailed to it. It is paid once it has rested. Safe to repeat."""
        data, vendor_id = validated(ConfirmAccount, request.data), principal_of(request).vendor_id
        services.confirm_account(vendor_id=vendor_id, actor=actor_of(request), now=clock.now(), **data)
        return Response(_detail(vendor_id))


def _detail(vendor_id: str) -> ConnectedAccountDetail:
    offers = [
        ConnectedOffer(provider=code, onboarding=payment_queries.vendor_onboarding(code), currencies=payout_currencies(code))
        for code in offered_providers()
    ]
    days = PAYOUT_ACCOUNT_COOLDOWN_DAYS.current()
    return connected_account_detail(offers, find_connected(vendor_id), unconfirmed=find_unconfirmed(vendor_id), cooldown_days=days)
