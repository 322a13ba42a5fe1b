"""A vendor's endpoints to how it delivers, and the operator's to couriers who collect cash."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.shipping import queries, services
from marketplace.apps.shipping.serializers import (
    AdminShippingMethod,
    CourierChoice,
    CreateCourier,
    CreateShippingMethod,
    CreateShippingZone,
    EditCourier,
    EditShippingMethod,
    EditShippingZone,
    ShippingMethodDetail,
    ShippingMethodFilter,
    ShippingZoneDetail,
    SwitchShippingMethod,
    admin_method,
    method_detail,
    zone_detail,
)
from marketplace.apps.shipping.types import CourierView, Coverage, MethodChanges
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
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

MAY_CHANGE = vendor_role("owner", "manager")
HANDLES_MONEY = staff_role("admin", "finance")
RUNS_REGION = staff_role("admin")


class ShippingMethods(TenantAPIView):
    permission_classes = [MAY_CHANGE]

    @extend_schema(responses={200: Page[ShippingMethodDetail]}, operation_id="vendor_shipping_methods_list")
    def get(self, request: Request) -> Response:
        found = queries.list_methods(principal_of(request).vendor_id)
        return Response(Page([method_detail(row) for row in found]))

    @extend_schema(
        request=CreateShippingMethod,
        responses={
            201: ShippingMethodDetail,
            404: problem(NotFound),
            409: problem(services.TooManyShippingMethods),
            422: problem(InvalidInput),
        },
        parameters=[IDEMPOTENCY_KEY],
        operation_id="vendor_shipping_methods_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = validated(CreateShippingMethod, request.data)
        row = services.create_method(vendor_id=principal_of(request).vendor_id, now=clock.now(), **data)
        return Response(method_detail(row), status=201, headers=etag_header(str(row.version)))


class ShippingMethodView(TenantAPIView):
    permission_classes = [MAY_CHANGE]

    @extend_schema(responses={200: ShippingMethodDetail, 404: problem(NotFound)}, operation_id="vendor_shipping_methods_get")
    def get(self, request: Request, method_id: str) -> Response:
        row = queries.get_method(principal_of(request).vendor_id, method_id)
        return Response(method_detail(row), headers=etag_header(str(row.version)))

    @extend_schema(
        request=EditShippingMethod,
        responses={200: ShippingMethodDetail, 404: problem(NotFound), 412: problem(StaleRow), 422: problem(InvalidInput)},
        parameters=[IF_MATCH],
        operation_id="vendor_shipping_methods_edit",
    )
    def patch(self, request: Request, method_id: str) -> Response:
        vendor_id, etag = principal_of(request).vendor_id, if_match(request)
        changes = MethodChanges(**validated(EditShippingMethod, request.data))
        row = services.edit_method(vendor_id=vendor_id, method_id=method_id, changes=changes, etag=etag, now=clock.now())
        return Response(method_detail(row), headers=etag_header(str(row.version)))


class ShippingZones(TenantAPIView):
    permission_classes = [MAY_CHANGE]

    @extend_schema(responses={200: Page[ShippingZoneDetail]}, operation_id="vendor_shipping_zones_list")
    def get(self, request: Request) -> Response:
        return Response(Page([zone_detail(row) for row in queries.list_zones(principal_of(request).vendor_id)]))

    @extend_schema(
        request=CreateShippingZone,
        responses={
            201: ShippingZoneDetail,
            409: problem(services.ZoneNameTaken, services.TooManyShippingMethods),
            422: problem(InvalidInput),
        },
        parameters=[IDEMPOTENCY_KEY],
        operation_id="vendor_shipping_zones_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = validated(CreateShippingZone, request.data)
        row = services.create_zone(vendor_id=principal_of(request).vendor_id, now=clock.now(), **data)
        return Response(zone_detail(row), status=201, headers=etag_header(str(row.version)))


class ShippingZoneView(TenantAPIView):
    permission_classes = [MAY_CHANGE]

    @extend_schema(responses={200: ShippingZoneDetail, 404: problem(NotFound)}, operation_id="vendor_shipping_zones_get")
    def get(self, request: Request, zone_id: str) -> Response:
        row = queries.get_zone(principal_of(request).vendor_id, zone_id)
        return Response(zone_detail(row), headers=etag_header(str(row.version)))

    @extend_schema(
        request=EditShippingZone,
        responses={
            200: ShippingZoneDetail,
            404: problem(NotFound),
            409: problem(services.ZoneNameTaken),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
        parameters=[IF_MATCH],
        operation_id="vendor_shipping_zones_edit",
    )
    def patch(self, request: Request, zone_id: str) -> Response:
        etag, data = if_match(request), validated(EditShippingZone, request.data)
        row = services.edit_zone(vendor_id=principal_of(request).vendor_id, zone_id=zone_id, etag=etag, **data, now=clock.now())
        return Response(zone_detail(row), headers=etag_header(str(row.version)))


class CourierChoices(TenantAPIView):
    permission_classes = [MAY_CHANGE]

    @extend_schema(responses={200: Page[CourierChoice]}, operation_id="vendor_couriers_list")
    def get(self, request: Request) -> Response:
        """The couriers who collect cash on delivery for the operator, and so can be named in a shipping method."""
        return Response(Page([CourierChoice(code=row.code, name=row.name) for row in queries.active_couriers()]))


class Couriers(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(responses={200: Page[CourierView]}, operation_id="admin_couriers_list")
    def get(self, request: Request) -> Response:
        """All couriers who collect, or have collected, and what each holds."""
        return Response(Page(queries.list_couriers()))

    @extend_schema(
        request=CreateCourier,
        responses={201: CourierView, 409: problem(services.CourierCodeTaken, services.TooManyCouriers), 422: problem(InvalidInput)},
        parameters=[IDEMPOTENCY_KEY],
        operation_id="admin_couriers_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        row = services.create_courier(**validated(CreateCourier, request.data), actor=actor_of(request), now=clock.now())
        return _courier(row.id, status=201)


class CourierItem(TenantAPIView):
    permission_classes = [HANDLES_MONEY]

    @extend_schema(responses={200: CourierView, 404: problem(NotFound)}, operation_id="admin_couriers_get")
    def get(self, request: Request, courier_id: str) -> Response:
        return _courier(courier_id)

    @extend_schema(
        request=EditCourier,
        responses={200: CourierView, 404: problem(NotFound), 412: problem(StaleRow), 422: problem(InvalidInput)},
        parameters=[IF_MATCH],
        operation_id="admin_couriers_edit",
    )
    def patch(self, request: Request, courier_id: str) -> Response:
        etag, data = if_match(request), validated(EditCourier, request.data)
        services.edit_courier(courier_id=courier_id, etag=etag, **data, actor=actor_of(request), now=clock.now())
        return _courier(courier_id)


class RegionShippingMethods(TenantAPIView):
    permission_classes = [RUNS_REGION]

    @extend_schema(
        parameters=[ShippingMethodFilter, *PAGE],
        responses={200: Page[AdminShippingMethod], 422: problem(InvalidInput)},
        operation_id="admin_shipping_methods_list",
    )
    def get(self, request: Request) -> Response:
        """How all vendors deliver, the newest method first."""
        wanted = query_validated(ShippingMethodFilter, request)
        return Response(queries.list_region_methods(page=page_request(request), **wanted).map(admin_method))


class RegionShippingMethod(TenantAPIView):
    permission_classes = [RUNS_REGION]

    @extend_schema(
        request=SwitchShippingMethod,
        responses={200: AdminShippingMethod, 404: problem(NotFound), 412: problem(StaleRow), 422: problem(InvalidInput)},
        parameters=[IF_MATCH],
        operation_id="admin_shipping_methods_edit",
    )
    def patch(self, request: Request, method_id: str) -> Response:
        """Switch a vendor's method off, or on again."""
        etag, data = if_match(request), validated(SwitchShippingMethod, request.data)
        row = services.switch_method(method_id=method_id, etag=etag, **data, actor=actor_of(request), now=clock.now())
        return Response(admin_method(row), headers=etag_header(str(row.version)))


class RegionCoverage(TenantAPIView):
    permission_classes = [RUNS_REGION]

    @extend_schema(responses={200: Page[Coverage]}, operation_id="admin_shipping_coverage_list")
    def get(self, request: Request) -> Response:
        """Each country of the region, and how many vendors deliver there."""
        return Response(Page(queries.list_coverage()))


def _courier(courier_id: str, *, status: int = 200) -> Response:
    view = queries.get_courier(courier_id)
    return Response(view, status=status, headers=etag_header(view.etag))
