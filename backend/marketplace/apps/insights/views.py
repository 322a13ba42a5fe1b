from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.insights import queries
from marketplace.apps.insights.types import BooksReport, Overview
from marketplace.foundation import clock
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, principal_of

SEE_MONEY = {"admin", "finance"}


class Books(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(operation_id="admin_books_get", responses={200: BooksReport})
    def get(self, request: Request) -> Response:
        """The check of the books, by currency: reads everything, so ask for it daily and not by the minute."""
        return Response(queries.check_books(now=clock.now()))


class OverviewEndpoint(TenantAPIView):
    permission_classes = [staff_role()]

    @extend_schema(operation_id="admin_overview_get", responses={200: Overview})
    def get(self, request: Request) -> Response:
        """Sales and orders by day of the region, and what waits for staff; may be half a minute old."""
        sees_money = not SEE_MONEY.isdisjoint(principal_of(request).roles)
        return Response(queries.get_overview(sees_money=sees_money, now=clock.now()))
