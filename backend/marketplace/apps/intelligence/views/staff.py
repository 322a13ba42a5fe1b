"""Staff's endpoints of models: what was trained, how good it is, what answers, and the switch."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.intelligence import queries, services, tasks
from marketplace.apps.intelligence.errors import ModelNotFound, TrialNotPossible, VersionNotActivatable
from marketplace.apps.intelligence.serializers import ActivateVersion, ChangeModel, StartTrial, StopTrial
from marketplace.apps.intelligence.types import ModelName, ModelView, VersionView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, page_request, principal_of, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

RUNS_MODELS = staff_role("admin", "catalogue")
TRAININGS = {
    ModelName.RECOMMENDATIONS: tasks.train_recommendations,
    ModelName.FORECASTS: tasks.train_forecasts,
    ModelName.FRAUD: tasks.train_fraud,
    ModelName.PRICES: tasks.train_prices,
    ModelName.SEARCH: tasks.train_search,
}


class Models(TenantAPIView):
    permission_classes = [RUNS_MODELS]

    @extend_schema(operation_id="admin_models_list", responses={200: Page[ModelView]})
    def get(self, request: Request) -> Response:
        """Every model of the region, with the version that answers and the latest one."""
        return Response(Page(queries.list_models()))


class Model(TenantAPIView):
    permission_classes = [RUNS_MODELS]

    @extend_schema(operation_id="admin_models_get", responses={200: ModelView, 404: problem(ModelNotFound)})
    def get(self, request: Request, name: str) -> Response:
        return _model(name)

    @extend_schema(
        operation_id="admin_models_edit",
        parameters=[IF_MATCH],
        request=ChangeModel,
        responses={200: ModelView, 404: problem(ModelNotFound), 412: problem(StaleRow), 422: problem(InvalidInput)},
    )
    def patch(self, request: Request, name: str) -> Response:
        """Switch it on or off, into shadow, or let it renew itself, with a reason. Off or in shadow, its fallback answers."""
        model, etag, data = queries.get_model(name), if_match(request), validated(ChangeModel, request.data)
        services.change_model(name=model.name, etag=etag, actor=actor_of(request), now=clock.now(), **data)
        return _model(name)


class Trainings(TenantAPIView):
    permission_classes = [RUNS_MODELS]

    @extend_schema(
        operation_id="admin_models_trainings_create",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={202: ModelView, 404: problem(ModelNotFound)},
    )
    @idempotent
    def post(self, request: Request, name: str) -> Response:
        """Train it now: a worker does, and the new version appears in the list."""
        model = queries.get_model(name)
        TRAININGS[model.name].apply_async(kwargs={"trained_by": principal_of(request).id})
        return Response(model, status=202)


class Versions(TenantAPIView):
    permission_classes = [RUNS_MODELS]

    @extend_schema(
        operation_id="admin_models_versions_list", parameters=PAGE, responses={200: Page[VersionView], 404: problem(ModelNotFound)}
    )
    def get(self, request: Request, name: str) -> Response:
        """The newest first."""
        return Response(queries.list_versions(name, page_request(request)))


class Activation(TenantAPIView):
    permission_classes = [RUNS_MODELS]

    @extend_schema(
        operation_id="admin_models_versions_activate",
        parameters=[IDEMPOTENCY_KEY],
        request=ActivateVersion,
        responses={200: VersionView, 404: problem(ModelNotFound), 409: problem(VersionNotActivatable), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, name: str, version_id: str) -> Response:
        """Let a version answer, with a reason; also an earlier one. One that does not beat its baselines is refused."""
        model, data = queries.get_model(name), validated(ActivateVersion, request.data)
        services.activate(name=model.name, version_id=version_id, actor=actor_of(request), now=clock.now(), **data)
        if model.name == ModelName.FORECASTS:
            tasks.mark_due.send_after_commit()
        if model.name == ModelName.PRICES:
            tasks.advise_prices.send_after_commit()
        return Response(queries.get_version(name, version_id))


class Trials(TenantAPIView):
    permission_classes = [RUNS_MODELS]

    @extend_schema(
        operation_id="admin_models_trials_create",
        parameters=[IDEMPOTENCY_KEY],
        request=StartTrial,
        responses={
            201: ModelView,
            404: problem(ModelNotFound),
            409: problem(TrialNotPossible, VersionNotActivatable),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request, name: str) -> Response:
        """Let another version answer a share of the customers, with a reason. It ends by itself; a challenger that wins becomes active."""
        model, data = queries.get_model(name), validated(StartTrial, request.data)
        services.start_trial(name=model.name, actor=actor_of(request), now=clock.now(), **data)
        return _model(name, status=201)


class TrialEnd(TenantAPIView):
    permission_classes = [RUNS_MODELS]

    @extend_schema(
        operation_id="admin_models_trials_stop",
        parameters=[IDEMPOTENCY_KEY],
        request=StopTrial,
        responses={200: ModelView, 404: problem(ModelNotFound), 409: problem(TrialNotPossible), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, name: str) -> Response:
        """Stop the trial that runs, with a reason: the active version answers everybody again."""
        model, data = queries.get_model(name), validated(StopTrial, request.data)
        services.stop_trial(name=model.name, actor=actor_of(request), now=clock.now(), **data)
        return _model(name)


def _model(name: str, *, status: int = 200) -> Response:
    model = queries.get_model(name)
    return Response(model, status=status, headers=etag_header(model.etag))
