"""What a vendor allows: limits of variants, rules of scopes, and the button that stops all that is automatic."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.price_advice import queries, services, tasks
from marketplace.apps.price_advice.errors import TooManyRules
from marketplace.apps.price_advice.serializers import ListLimits, SetPriceAutomation, SetPriceLimits, SetPriceRule
from marketplace.apps.price_advice.types import AutomationView, LimitsView, PriceLimits, PriceRule, ScopedRule
from marketplace.foundation import clock
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    page_request,
    principal_of,
    query_validated,
    validated,
)
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

PRICERS = vendor_role("owner", "manager")


class LimitsList(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(
        operation_id="vendor_price_limits_list",
        parameters=[ListLimits, *PAGE],
        responses={200: Page[LimitsView], 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> Response:
        """The vendor's variants by SKU, with the lowest and the highest price that it allows, and what they cost it."""
        asked = query_validated(ListLimits, request)
        return Response(queries.list_limits(principal_of(request).vendor_id, page_request(request), **asked))


class Limits(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(operation_id="vendor_price_limits_get", responses={200: LimitsView, 404: problem(NotFound)})
    def get(self, request: Request, variant_id: str) -> Response:
        return _limits(request, variant_id)

    @extend_schema(
        operation_id="vendor_price_limits_set",
        parameters=[IF_MATCH],
        request=SetPriceLimits,
        responses={200: LimitsView, 404: problem(NotFound), 412: problem(StaleRow), 422: problem(InvalidInput)},
    )
    def put(self, request: Request, variant_id: str) -> Response:
        """Set them as a whole. They hold at once for whatever is applied from now on."""
        limits, etag = PriceLimits(**validated(SetPriceLimits, request.data)), if_match(request)
        named = {"vendor_id": principal_of(request).vendor_id, "variant_id": variant_id}
        services.set_limits(**named, limits=limits, etag=etag, actor=actor_of(request), now=clock.now())
        return _limits(request, variant_id)


class Rules(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(operation_id="vendor_price_rules_list", parameters=PAGE, responses={200: Page[ScopedRule]})
    def get(self, request: Request) -> Response:
        """Those that the vendor has set, by scope: `all`, a category's id, or a product's."""
        return Response(queries.list_rules(principal_of(request).vendor_id, page_request(request)))


class Rule(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(operation_id="vendor_price_rules_get", responses={200: ScopedRule, 404: problem(NotFound)})
    def get(self, request: Request, scope: str) -> Response:
        """The rule of a scope; the default one where none is set."""
        return _rule(request, scope)

    @extend_schema(
        operation_id="vendor_price_rules_set",
        parameters=[IF_MATCH],
        request=SetPriceRule,
        responses={
            200: ScopedRule,
            404: problem(NotFound),
            409: problem(TooManyRules),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
    )
    def put(self, request: Request, scope: str) -> Response:
        """Set it as a whole, for `all`, a category, or a product of the vendor's. The narrowest holds."""
        rule, etag = PriceRule(**validated(SetPriceRule, request.data)), if_match(request)
        named = {"vendor_id": principal_of(request).vendor_id, "scope": scope}
        services.set_rule(**named, rule=rule, etag=etag, actor=actor_of(request), now=clock.now())
        return _rule(request, scope)

    @extend_schema(operation_id="vendor_price_rules_remove", request=None, responses={204: None, 404: problem(NotFound)})
    def delete(self, request: Request, scope: str) -> Response:
        """What it was for falls to the next wider rule."""
        services.remove_rule(vendor_id=principal_of(request).vendor_id, scope=scope, actor=actor_of(request), now=clock.now())
        return Response(status=204)


class Automation(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(operation_id="vendor_price_automation_get", responses={200: AutomationView})
    def get(self, request: Request) -> Response:
        """Whether prices may change by themselves."""
        return Response(queries.get_automation(principal_of(request).vendor_id))

    @extend_schema(
        operation_id="vendor_price_automation_set",
        request=SetPriceAutomation,
        responses={200: AutomationView, 422: problem(InvalidInput)},
    )
    def put(self, request: Request) -> Response:
        """The button that stops everything: with the answer, no change by a machine begins, and experiments end."""
        vendor_id, data = principal_of(request).vendor_id, validated(SetPriceAutomation, request.data)
        services.set_automation(vendor_id=vendor_id, actor=actor_of(request), now=clock.now(), **data)
        tasks.advance_experiments.send_after_commit()
        return Response(queries.get_automation(vendor_id))


def _limits(request: Request, variant_id: str) -> Response:
    view = queries.get_limits(principal_of(request).vendor_id, variant_id)
    return Response(view, headers=etag_header(view.etag))


def _rule(request: Request, scope: str) -> Response:
    view = queries.get_rule(principal_of(request).vendor_id, scope)
    return Response(view, headers=etag_header(view.etag))
