"""Endpoints of the platform itself: health, and the clock that development may move."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation import clock, tenancy
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.foundation.health.report import HealthReport, report
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.regions.checks import check_platform, check_stores
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.rest.views import TenantAPIView, validated
from marketplace.foundation.tenancy import directory


class Health(msgspec.Struct, frozen=True):
    status: str


class Readiness(msgspec.Struct, frozen=True):
    """``ok``, or ``degraded`` with what is wrong; one entry for the platform, one a region."""

    status: str
    platform: list[str]
    regions: dict[str, list[str]]


class ClockReading(msgspec.Struct, frozen=True):
    now: datetime


class MoveClock(StrictSerializer):
    advance_s = serializers.IntegerField(min_value=1, max_value=400 * 86_400)


class Live(TenantAPIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(responses={200: Health}, operation_id="health_live")
    def get(self, request: Request) -> Response:
        """Whether the process answers; it asks no store."""
        return Response(Health("ok"))


class Ready(TenantAPIView):
    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(responses={200: Readiness, 503: Readiness}, operation_id="health_ready")
    def get(self, request: Request) -> Response:
        """Whether the stores answer, of the platform and of each region."""
        readiness = _readiness()
        return Response(readiness, status=200 if readiness.status == "ok" else 503)


class AdminHealth(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(responses={200: HealthReport}, operation_id="admin_health_get")
    def get(self, request: Request) -> Response:
        """The stores of the region, what waits, which version runs, and what the program cannot do for the region."""
        return Response(report(now=clock.now()))


class DevelopmentClock(TenantAPIView):
    permission_classes = [staff_role("admin")]

    @extend_schema(request=MoveClock, responses={200: ClockReading}, parameters=[IDEMPOTENCY_KEY], operation_id="admin_development_clock")
    @idempotent
    def post(self, request: Request) -> Response:
        """Move the region's clock forward. In development only."""
        seconds = validated(MoveClock, request.data)["advance_s"]
        return Response(ClockReading(clock.advance(timedelta(seconds=seconds))))


def _readiness() -> Readiness:
    platform = check_platform()
    regions = {}
    for tenant in [] if platform else directory.list_active():
        with tenancy.scope(tenant):
            regions[tenant.slug] = check_stores(tenant) + _check_cache()
    is_ok = not platform and not any(regions.values())
    return Readiness("ok" if is_ok else "degraded", platform, regions)


def _check_cache() -> list[str]:
    try:
        valkey.run(("EXISTS", valkey.key("health")))
    except CacheUnavailable:
        return ["the cache does not answer"]
    return []
