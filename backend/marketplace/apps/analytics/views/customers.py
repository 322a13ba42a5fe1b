"""What customers are worth over time, and what happens right now: for staff who handle money."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import queries
from marketplace.apps.analytics.serializers.segments import AskSegment, asked_currency
from marketplace.apps.analytics.types import Cohort, LifetimeView, LiveMetrics
from marketplace.apps.analytics.views.permissions import HANDLES_MONEY
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.views import TenantAPIView, query_validated
from marketplace.kit.errors import InvalidInput


class Cohorts(msgspec.Struct, frozen=True):
    """The cohorts of one currency, the newest first; ``lifetime`` is none before the first night."""

    items: Sequence[Cohort]
    lifetime: LifetimeView | None


class CustomerCohorts(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(
        operation_id="admin_analytics_cohorts_list", parameters=[AskSegment], responses={200: Cohorts, 422: problem(InvalidInput)}
    )
    def get(self, request: Request) -> Response:
        """
        Customers by the month of their first order: how many ordered again, when and for how much, of the last 36 such months.

        Guests, and customers who were erased, are in none. With it, what customers are expected to spend, and how good that is.
        """
        currency = asked_currency(query_validated(AskSegment, request))
        return Response(Cohorts(queries.list_cohorts(currency), queries.find_lifetime(currency)))


class LiveNow(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(operation_id="admin_analytics_live_get", responses={200: LiveMetrics})
    def get(self, request: Request) -> Response:
        """What happened in the last five minutes and in the last day; at most five seconds old. Pushed to the topic `staff_metrics`."""
        return Response(queries.live_metrics(now=clock.now()))
