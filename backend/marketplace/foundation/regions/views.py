"""Regions by form: what `manage.py add_region` does for a file, as far as a running process can."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.regions import plans, queries
from marketplace.foundation.regions.errors import RegionAlreadyOpen, RegionNotReady
from marketplace.foundation.regions.files import RegionFile
from marketplace.foundation.regions.serializers import PlanRegion, ReasonOnly, RegionDescription
from marketplace.foundation.regions.types import RegionPlan, RegionRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, page_request, validated
from marketplace.kit.errors import Forbidden, InvalidInput, NotFound
from marketplace.kit.pages import Page


class _RegionView(TenantAPIView):
    def get_permissions(self) -> list[BasePermission]:
        return [staff_role("admin", needs_recent_authentication=True)()]  # which asks for it to write


class Regions(_RegionView):
    @extend_schema(operation_id="admin_regions_list", parameters=PAGE, responses={200: Page[RegionRow]})
    def get(self, request: Request) -> Response:
        """The regions of the platform, and those that are planned."""
        return Response(queries.list_regions(page_request(request)))

    @extend_schema(
        operation_id="admin_regions_create",
        request=PlanRegion,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: RegionPlan, 403: problem(Forbidden), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Describe a region. It serves nobody before it is opened."""
        data = validated(PlanRegion, request.data)
        reason = data.pop("reason")
        plan = plans.plan_region(_file_of(data), reason=reason, actor=actor_of(request), now=clock.now())
        return Response(plan, status=201, headers=etag_header(plan.etag))


class RegionDetail(_RegionView):
    @extend_schema(operation_id="admin_regions_get", responses={200: RegionPlan, 404: problem(NotFound)})
    def get(self, request: Request, region: str) -> Response:
        """A region with all that it needs, each part looked at now."""
        plan = queries.get_plan(region)
        return Response(plan, headers=etag_header(plan.etag))

    @extend_schema(
        operation_id="admin_regions_set",
        request=RegionDescription,
        parameters=[IF_MATCH],
        responses={
            200: RegionPlan,
            404: problem(NotFound),
            409: problem(RegionAlreadyOpen),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
    )
    def put(self, request: Request, region: str) -> Response:
        """Describe a planned region anew."""
        data = validated(RegionDescription, request.data)
        reason = data.pop("reason")
        plan = plans.change_plan(
            _file_of({**data, "slug": region}), etag=if_match(request), reason=reason, actor=actor_of(request), now=clock.now()
        )
        return Response(plan, headers=etag_header(plan.etag))


class RegionOpening(_RegionView):
    @extend_schema(
        operation_id="admin_regions_open",
        request=ReasonOnly,
        parameters=[IDEMPOTENCY_KEY, IF_MATCH],
        responses={200: RegionPlan, 404: problem(NotFound), 409: problem(RegionNotReady, RegionAlreadyOpen), 412: problem(StaleRow)},
    )
    @idempotent
    def post(self, request: Request, region: str) -> Response:
        """Open a planned region, in maintenance."""
        reason = validated(ReasonOnly, request.data)["reason"]
        plan = plans.open_region(region, etag=if_match(request), reason=reason, actor=actor_of(request), now=clock.now())
        return Response(plan, headers=etag_header(plan.etag))


class RegionWithdrawal(_RegionView):
    @extend_schema(
        operation_id="admin_regions_withdraw",
        request=ReasonOnly,
        parameters=[IDEMPOTENCY_KEY, IF_MATCH],
        responses={204: None, 404: problem(NotFound), 409: problem(RegionAlreadyOpen), 412: problem(StaleRow)},
    )
    @idempotent
    def post(self, request: Request, region: str) -> Response:
        """Take a planned region back."""
        reason = validated(ReasonOnly, request.data)["reason"]
        plans.withdraw_plan(region, etag=if_match(request), reason=reason, actor=actor_of(request), now=clock.now())
        return Response(status=204)


def _file_of(data: dict[str, Any]) -> RegionFile:
    """With the names that a region's stores have where the form says nothing."""
    slug = data["slug"]
    return RegionFile(**{"cosmos_database_name": f"globalmarket-{slug}", "postgres_schema": slug, **data})
