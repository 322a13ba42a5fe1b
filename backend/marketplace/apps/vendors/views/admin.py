"""The operator's endpoints for vendors."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts.errors import NoSecondFactor
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import OwnerNotConfirmed, PapersNeeded, VendorStateForbids
from marketplace.apps.vendors.serializers import (
    AdminVendorDetail,
    AdminVendorRow,
    CommissionPlanDetail,
    ListVendors,
    OptionalReason,
    Reason,
    SetCommissionPlan,
    profile_of,
    row_of,
)
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page


class AdminVendors(TenantAPIView):
    permission_classes = [staff_role()]

    @extend_schema(
        parameters=[*PAGE, ListVendors], responses={200: Page[AdminVendorRow]}, operation_id="admin_vendors_list", tags=["admin"]
    )
    def get(self, request: Request) -> Response:
        """Vendors, newest first unless `sort` says otherwise."""
        vendors = queries.list_vendors(**query_validated(ListVendors, request), page=page_request(request))
        return Response(vendors.map(row_of))


class AdminVendor(TenantAPIView):
    permission_classes = [staff_role()]

    @extend_schema(responses={200: AdminVendorDetail, 404: problem(NotFound)}, operation_id="admin_vendors_get", tags=["admin"])
    def get(self, request: Request, vendor_id: str) -> Response:
        """Everything about one vendor; its payout account is masked."""
        return _detail(vendor_id)


class ApproveVendor(TenantAPIView):
    permission_classes = [staff_role("admin", "catalogue")]

    @extend_schema(
        request=OptionalReason,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: AdminVendorDetail, 404: problem(NotFound), 409: problem(VendorStateForbids, OwnerNotConfirmed, PapersNeeded)},
        operation_id="admin_vendors_approve",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, vendor_id: str) -> Response:
        """Let a pending vendor sell."""
        data = validated(OptionalReason, request.data)
        services.approve_vendor(vendor_id=vendor_id, **data, actor=actor_of(request), now=clock.now())
        return _detail(vendor_id)


class SuspendVendor(TenantAPIView):
    permission_classes = [staff_role("admin", "catalogue")]

    @extend_schema(
        request=Reason,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: AdminVendorDetail, 404: problem(NotFound), 409: problem(VendorStateForbids), 422: problem(InvalidInput)},
        operation_id="admin_vendors_suspend",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, vendor_id: str) -> Response:
        """Stop an approved vendor's sales and payouts; it can still ship and refund."""
        services.suspend_vendor(vendor_id=vendor_id, **validated(Reason, request.data), actor=actor_of(request), now=clock.now())
        return _detail(vendor_id)


class ReinstateVendor(TenantAPIView):
    permission_classes = [staff_role("admin", "catalogue")]

    @extend_schema(
        request=Reason,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: AdminVendorDetail, 404: problem(NotFound), 409: problem(VendorStateForbids), 422: problem(InvalidInput)},
        operation_id="admin_vendors_reinstate",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, vendor_id: str) -> Response:
        """Let a suspended vendor sell again."""
        services.reinstate_vendor(vendor_id=vendor_id, **validated(Reason, request.data), actor=actor_of(request), now=clock.now())
        return _detail(vendor_id)


class RemoveMemberSecondFactor(TenantAPIView):
    permission_classes = [staff_role("admin", needs_recent_authentication=True)]

    @extend_schema(
        request=Reason,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: AdminVendorDetail, 404: problem(NotFound), 409: problem(NoSecondFactor), 422: problem(InvalidInput)},
        operation_id="admin_vendors_members_remove_second_factor",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, vendor_id: str, person_id: str) -> Response:
        """Let a person who has lost their second factor log in by the password alone; their sessions end. Make sure first who asks."""
        about = {**validated(Reason, request.data), "actor": actor_of(request), "now": clock.now()}
        services.remove_second_factor(vendor_id=vendor_id, person_id=person_id, **about)
        return _detail(vendor_id)


class CommissionPlanEndpoint(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(
        responses={200: CommissionPlanDetail, 404: problem(NotFound)}, operation_id="admin_vendors_commission_plan_get", tags=["admin"]
    )
    def get(self, request: Request, vendor_id: str) -> Response:
        """The commission plan that holds, and those before it."""
        return _plan(vendor_id)

    @extend_schema(
        request=SetCommissionPlan,
        parameters=[IF_MATCH],
        responses={
            200: CommissionPlanDetail,
            404: problem(NotFound),
            409: problem(VendorStateForbids),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
        operation_id="admin_vendors_commission_plan_set",
        tags=["admin"],
    )
    def put(self, request: Request, vendor_id: str) -> Response:
        """Set the terms for sales from now on; fees of earlier sales stay frozen."""
        etag, data = if_match(request), validated(SetCommissionPlan, request.data)
        reason = data.pop("reason")
        terms = CommissionTerms(**data)
        services.set_commission_plan(vendor_id=vendor_id, terms=terms, reason=reason, etag=etag, actor=actor_of(request), now=clock.now())
        return _plan(vendor_id)


def _detail(vendor_id: str) -> Response:
    vendor = queries.get_vendor(vendor_id)
    detail = AdminVendorDetail(
        vendor=profile_of(vendor, queries.missing_of(vendor), now=clock.now()),
        members=account_queries.list_vendor_people(vendor_id),
        payout_account=queries.get_payout_account(vendor_id, vendor.currency),
        payout_accounts=queries.list_payout_accounts(vendor_id),
        commission_plan=queries.get_plan_version(vendor_id),
    )
    return Response(detail, headers=etag_header(vendor.etag))


def _plan(vendor_id: str) -> Response:
    present, *history = queries.list_plan_versions(vendor_id)
    detail = CommissionPlanDetail(
        plan=present.plan, reason=present.reason, set_by=present.set_by, valid_from=present.valid_from, history=history
    )
    return Response(detail, headers=etag_header(str(present.plan.version)))
