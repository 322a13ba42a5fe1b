"""A vendor's experiments with prices."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.price_advice import queries, services, tasks
from marketplace.apps.price_advice.errors import (
    AutomationStopped,
    ChangeUnderWay,
    ExperimentNotFound,
    ExperimentUnderWay,
    NoLimits,
    NotPriced,
    PriceOutsideLimits,
    TooManyExperiments,
)
from marketplace.apps.price_advice.serializers import StartPriceExperiment
from marketplace.apps.price_advice.types import ExperimentKind, ExperimentView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, principal_of, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

PRICERS = vendor_role("owner", "manager")
_FORBIDDEN = (AutomationStopped, ExperimentUnderWay, NoLimits, NotPriced, PriceOutsideLimits, TooManyExperiments)


class Experiments(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(operation_id="vendor_price_experiments_list", parameters=PAGE, responses={200: Page[ExperimentView]})
    def get(self, request: Request) -> Response:
        """Newest first, with what is known by now."""
        return Response(queries.list_experiments(principal_of(request).vendor_id, page_request(request)))

    @extend_schema(
        operation_id="vendor_price_experiments_create",
        parameters=[IDEMPOTENCY_KEY],
        request=StartPriceExperiment,
        responses={201: ExperimentView, 404: problem(NotFound), 409: problem(*_FORBIDDEN), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Try prices of a variant one after the other, all within its limits. Everybody is asked the same at the same time."""
        data, vendor_id = validated(StartPriceExperiment, request.data), principal_of(request).vendor_id
        data["kind"] = ExperimentKind(data["kind"])
        made = services.start_experiment(vendor_id=vendor_id, actor=actor_of(request), now=clock.now(), **data)
        tasks.advance_experiments.send_after_commit()
        return Response(queries.get_experiment(vendor_id, made.id), status=201)


class Experiment(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(operation_id="vendor_price_experiments_get", responses={200: ExperimentView, 404: problem(ExperimentNotFound)})
    def get(self, request: Request, experiment_id: str) -> Response:
        return Response(queries.get_experiment(principal_of(request).vendor_id, experiment_id))


class ExperimentStop(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(
        operation_id="vendor_price_experiments_stop",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: ExperimentView, 404: problem(ExperimentNotFound), 409: problem(ChangeUnderWay)},
    )
    @idempotent
    def post(self, request: Request, experiment_id: str) -> Response:
        """End it now; the price from before comes back."""
        vendor_id = principal_of(request).vendor_id
        services.stop_experiment(vendor_id=vendor_id, experiment_id=experiment_id, actor=actor_of(request), now=clock.now())
        return Response(queries.get_experiment(vendor_id, experiment_id))
