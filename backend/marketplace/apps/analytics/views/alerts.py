"""Alerts: rules of staff about a measure, what they fired for, and what they would have."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.analytics import queries, services
from marketplace.apps.analytics.errors import AlertRuleNotFound, TooManyAlertRules
from marketplace.apps.analytics.serializers.alerts import CreateAlertRule, EditAlertRule, TryAlert, rule_of
from marketplace.apps.analytics.types import AlertFiringView, AlertRuleView, AlertTrial
from marketplace.apps.analytics.views.permissions import IS_STAFF, sees_money
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.views import TenantAPIView, etag_header, if_match, page_request, principal_of, query_validated, validated
from marketplace.kit.errors import Forbidden, InvalidInput
from marketplace.kit.pages import Page


class AlertRules(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_alert_rules_list", parameters=PAGE, responses={200: Page[AlertRuleView]})
    def get(self, request: Request) -> Response:
        """The alerts of the region, the newest first; those of money for who handles it."""
        return Response(queries.list_alert_rules(page_request(request), sees_money=sees_money(request)))

    @extend_schema(
        operation_id="admin_analytics_alert_rules_create",
        request=CreateAlertRule,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: AlertRuleView, 403: problem(Forbidden), 409: problem(TooManyAlertRules), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Be mailed when the sum of a measure over the last hours is above or below a threshold."""
        rule = rule_of(validated(CreateAlertRule, request.data), sees_money=sees_money(request))
        made = services.create_alert_rule(**rule, person_id=principal_of(request).id, now=clock.now())
        return Response(made, status=201, headers=etag_header(made.etag))


class OneAlertRule(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(operation_id="admin_analytics_alert_rules_get", responses={200: AlertRuleView, 404: problem(AlertRuleNotFound)})
    def get(self, request: Request, rule_id: str) -> Response:
        """One alert."""
        rule = queries.get_alert_rule(rule_id, sees_money=sees_money(request))
        return Response(rule, headers=etag_header(rule.etag))

    @extend_schema(
        operation_id="admin_analytics_alert_rules_edit",
        request=EditAlertRule,
        parameters=[IF_MATCH],
        responses={200: AlertRuleView, 404: problem(AlertRuleNotFound), 412: problem(StaleRow), 422: problem(InvalidInput)},
    )
    def patch(self, request: Request, rule_id: str) -> Response:
        """Change an alert, or switch it off and on."""
        queries.get_alert_rule(rule_id, sees_money=sees_money(request))
        changes = rule_of(validated(EditAlertRule, request.data), sees_money=sees_money(request))
        rule = services.edit_alert_rule(rule_id=rule_id, etag=if_match(request), **changes)
        return Response(rule, headers=etag_header(rule.etag))

    @extend_schema(
        operation_id="admin_analytics_alert_rules_remove",
        responses={204: OpenApiResponse(description="Done"), 404: problem(AlertRuleNotFound)},
    )
    def delete(self, request: Request, rule_id: str) -> Response:
        """Delete an alert with its history."""
        queries.get_alert_rule(rule_id, sees_money=sees_money(request))
        services.delete_alert_rule(rule_id=rule_id)
        return Response(status=204)


class AlertFirings(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(
        operation_id="admin_analytics_alert_rules_firings_list",
        parameters=PAGE,
        responses={200: Page[AlertFiringView], 404: problem(AlertRuleNotFound)},
    )
    def get(self, request: Request, rule_id: str) -> Response:
        """When an alert fired, the last time first."""
        return Response(queries.list_firings(rule_id, page_request(request), sees_money=sees_money(request)))


class AlertTrials(TenantAPIView):
    permission_classes = [IS_STAFF]

    @extend_schema(
        operation_id="admin_analytics_alert_trial_get",
        parameters=[TryAlert],
        responses={200: AlertTrial, 403: problem(Forbidden), 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """How often an alert with these terms would have fired in the last days. Nothing is stored, and nobody is mailed."""
        terms = rule_of(query_validated(TryAlert, request), sees_money=sees_money(request))
        return Response(queries.try_alert(**terms, now=clock.now()))
