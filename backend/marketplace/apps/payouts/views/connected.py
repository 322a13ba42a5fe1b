"""A vendor's account at the payment provider: how it is, opening it, and going back to the bank account."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.payments.errors import ProviderUnavailable, VendorAccountRefused
from marketplace.apps.payouts import services
from marketplace.apps.payouts.errors import ConnectedAccountNotOffered
from marketplace.apps.payouts.queries.destinations import find_connected
from marketplace.apps.payouts.region_settings import PAYOUT_ACCOUNT_COOLDOWN_DAYS
from marketplace.apps.payouts.serializers import ConnectAccount, ConnectedAccountDetail, ConnectedAccountLink, connected_account_detail
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, principal_of, validated
from marketplace.kit.errors import NotFound

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
        account = find_connected(vendor_id)
        days = PAYOUT_ACCOUNT_COOLDOWN_DAYS.current()
        return Response(connected_account_detail(services.offered_provider(), account, cooldown_days=days))

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
        url = services.connect(vendor_id=principal.vendor_id, return_url=data["return_url"], actor=actor_of(request), now=clock.now())
        return Response(ConnectedAccountLink(url=url), status=201, headers={"Cache-Control": "private, no-store"})
