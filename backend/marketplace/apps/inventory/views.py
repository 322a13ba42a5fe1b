"""A vendor's endpoints for its stock."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.inventory import queries, services
from marketplace.apps.inventory.errors import LevelBelowReserved, WarehouseNameTaken
from marketplace.apps.inventory.serializers import (
    AdjustStock,
    CountStock,
    CreateWarehouse,
    MovementFilter,
    StockCounts,
    StockFilter,
    StockItemDetail,
    StockMovementDetail,
    WarehouseDetail,
    movement_detail,
    stock_item_detail,
    warehouse_detail,
)
from marketplace.apps.inventory.types import Adjustment
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, principal_of, query_validated, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page


class StockList(TenantAPIView):
    permission_classes = [vendor_role()]

    @extend_schema(parameters=[StockFilter, *PAGE], responses={200: Page[StockItemDetail]}, operation_id="vendor_stock_list")
    def get(self, request: Request) -> Response:
        wanted = query_validated(StockFilter, request)
        page = queries.list_items(page_request(request), vendor_id=principal_of(request).vendor_id, **wanted)
        return Response(page.map(stock_item_detail))


class StockAdjustments(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager", "fulfilment")]

    @extend_schema(
        request=AdjustStock,
        responses={201: StockItemDetail, 404: problem(NotFound), 409: problem(LevelBelowReserved)},
        parameters=[IDEMPOTENCY_KEY],
        operation_id="vendor_stock_adjustments_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        adjustment = Adjustment(**validated(AdjustStock, request.data))
        vendor_id = principal_of(request).vendor_id
        services.record_adjustment(adjustment, vendor_id=vendor_id, actor=actor_of(request), now=clock.now())
        return Response(stock_item_detail(queries.get_item(vendor_id, adjustment.variant_id)), status=201)


class StockCountsView(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager", "fulfilment")]

    @extend_schema(
        request=CountStock,
        responses={201: StockCounts, 404: problem(NotFound), 422: problem(InvalidInput)},
        parameters=[IDEMPOTENCY_KEY],
        operation_id="vendor_stock_counts_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Set how many units there are of many variants, all or nothing; less than is reserved for customers is raised to that."""
        data, vendor_id = validated(CountStock, request.data), principal_of(request).vendor_id
        if product_id := data.pop("product_id", ""):
            services.register_product(vendor_id=vendor_id, product_id=product_id, now=clock.now())
        variant_ids, raised = services.count_variants(
            data["items"], vendor_id=vendor_id, warehouse_id=data.get("warehouse_id"), actor=actor_of(request), now=clock.now()
        )
        items = [stock_item_detail(item) for item in queries.get_items(vendor_id, variant_ids)]
        return Response(StockCounts(items, raised), status=201)


class StockMovements(TenantAPIView):
    permission_classes = [vendor_role()]

    @extend_schema(
        parameters=[MovementFilter, *PAGE], responses={200: Page[StockMovementDetail]}, operation_id="vendor_stock_movements_list"
    )
    def get(self, request: Request) -> Response:
        wanted = query_validated(MovementFilter, request)
        page = queries.list_movements(page_request(request), vendor_id=principal_of(request).vendor_id, **wanted)
        return Response(page.map(movement_detail))


class Warehouses(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager", "fulfilment")]

    @extend_schema(responses={200: Page[WarehouseDetail]}, operation_id="vendor_warehouses_list")
    def get(self, request: Request) -> Response:
        found = queries.list_warehouses(principal_of(request).vendor_id)
        return Response(Page([warehouse_detail(row) for row in found]))

    @extend_schema(
        request=CreateWarehouse,
        responses={201: WarehouseDetail, 409: problem(WarehouseNameTaken)},
        parameters=[IDEMPOTENCY_KEY],
        operation_id="vendor_warehouses_create",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = validated(CreateWarehouse, request.data)
        row = services.create_warehouse(vendor_id=principal_of(request).vendor_id, now=clock.now(), **data)
        return Response(warehouse_detail(row), status=201)
