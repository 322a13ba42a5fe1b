"""A vendor's own endpoints, and the one where it applies."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.serializers import (
    Application,
    ApplyAsVendor,
    EditVendor,
    PayoutAccountOf,
    PayoutAccounts,
    SetPayoutAccount,
    SetVacation,
    VendorProfile,
    profile_of,
)
from marketplace.apps.vendors.types import PayoutAccountView, Vacation, VendorApplication, VendorView
from marketplace.apps.vendors.views.access import OWNER
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, principal_of, query_validated, validated
from marketplace.kit.errors import InvalidInput


class VendorApplications(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "application"

    @extend_schema(
        request=ApplyAsVendor,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: Application, 422: problem(InvalidInput)},
        operation_id="vendor_applications_create",
        tags=["vendor"],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask to sell here: makes the vendor (pending) and its first owner, who can log in once the address is confirmed."""
        data = {"language": requested_language(request), **validated(ApplyAsVendor, request.data)}
        password = data.pop("password")
        vendor = services.apply_as_vendor(
            application=VendorApplication(**data), password=password, actor=actor_of(request), now=clock.now()
        )
        return Response(Application(vendor.id, vendor.slug, vendor.state), status=201)


class VendorProfileEndpoint(TenantAPIView):
    def get_permissions(self) -> list:
        is_read = self.request.method in ("GET", "HEAD", "OPTIONS")
        return [vendor_role()() if is_read else vendor_role("owner", "manager")()]

    @extend_schema(responses={200: VendorProfile}, operation_id="vendor_profile_get", tags=["vendor"])
    def get(self, request: Request) -> Response:
        """The caller's vendor, and what the operator still misses of it."""
        return _answer(queries.get_vendor(principal_of(request).vendor_id))

    @extend_schema(
        request=EditVendor,
        parameters=[IF_MATCH],
        responses={200: VendorProfile, 409: problem(VendorStateForbids), 412: problem(StaleRow), 422: problem(InvalidInput)},
        operation_id="vendor_profile_edit",
        tags=["vendor"],
    )
    def patch(self, request: Request) -> Response:
        """Change what customers and the operator see of the vendor."""
        vendor_id, etag = principal_of(request).vendor_id, if_match(request)
        changes = validated(EditVendor, request.data)
        return _answer(services.change_profile(vendor_id=vendor_id, etag=etag, changes=changes, actor=actor_of(request), now=clock.now()))


class VacationEndpoint(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager")]

    @extend_schema(
        request=SetVacation,
        parameters=[IF_MATCH],
        responses={200: VendorProfile, 409: problem(VendorStateForbids), 412: problem(StaleRow), 422: problem(InvalidInput)},
        operation_id="vendor_vacation_set",
        tags=["vendor"],
    )
    def put(self, request: Request) -> Response:
        """Take no orders on these days. Products stay in the shop and say so. `If-Match` is the ETag of the profile."""
        return self._set(request, Vacation(**{"texts": {}, **validated(SetVacation, request.data)}))

    @extend_schema(
        request=None,
        parameters=[IF_MATCH],
        responses={200: VendorProfile, 409: problem(VendorStateForbids), 412: problem(StaleRow)},
        operation_id="vendor_vacation_remove",
        tags=["vendor"],
    )
    def delete(self, request: Request) -> Response:
        """Call the vacation off, or end it: orders are taken from now on. `If-Match` is the ETag of the profile."""
        return self._set(request, None)

    def _set(self, request: Request, vacation: Vacation | None) -> Response:
        vendor_id, etag = principal_of(request).vendor_id, if_match(request)
        return _answer(services.set_vacation(vendor_id=vendor_id, etag=etag, vacation=vacation, actor=actor_of(request), now=clock.now()))


class PayoutAccountEndpoint(TenantAPIView):
    def get_permissions(self) -> list:
        is_read = self.request.method in ("GET", "HEAD", "OPTIONS")
        return [vendor_role("owner", "accountant")() if is_read else OWNER()]

    @extend_schema(
        parameters=[PayoutAccountOf],
        responses={200: PayoutAccountView, 422: problem(InvalidInput)},
        operation_id="vendor_payout_account_get",
        tags=["vendor"],
    )
    def get(self, request: Request) -> Response:
        """Where payouts of a currency go, masked. Before there is one, `is_set` is false and the ETag is `0`."""
        vendor_id = principal_of(request).vendor_id
        wanted = query_validated(PayoutAccountOf, request).get("currency")
        account = queries.get_payout_account(vendor_id, wanted or queries.get_vendor(vendor_id).currency)
        return Response(account, headers=etag_header(account.etag))

    @extend_schema(
        request=SetPayoutAccount,
        parameters=[IF_MATCH],
        responses={200: PayoutAccountView, 409: problem(VendorStateForbids), 412: problem(StaleRow), 422: problem(InvalidInput)},
        operation_id="vendor_payout_account_set",
        tags=["vendor"],
    )
    def put(self, request: Request) -> Response:
        """Name the account for payouts of its currency; a mail notifies every owner. `If-Match` is the ETag of that currency's account."""
        vendor_id, etag = principal_of(request).vendor_id, if_match(request)
        data = validated(SetPayoutAccount, request.data)
        account = services.set_payout_account(vendor_id=vendor_id, etag=etag, **data, actor=actor_of(request), now=clock.now())
        return Response(account, headers=etag_header(account.etag))


class PayoutAccountsEndpoint(TenantAPIView):
    permission_classes = [vendor_role("owner", "accountant")]

    @extend_schema(responses={200: PayoutAccounts}, operation_id="vendor_payout_accounts_list", tags=["vendor"])
    def get(self, request: Request) -> Response:
        """Where payouts go, masked: one account for each currency that the vendor has named one for."""
        return Response(PayoutAccounts(queries.list_payout_accounts(principal_of(request).vendor_id)))


def _answer(vendor: VendorView) -> Response:
    return Response(profile_of(vendor, queries.missing_of(vendor), now=clock.now()), headers=etag_header(vendor.etag))
