"""What a vendor prints for its orders."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from marketplace.apps.orders import queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.serializers import PrintOrders
from marketplace.apps.orders.types import VendorOrder
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import clock, tenancy
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import LANGUAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, principal_of, query_validated
from marketplace.kit.errors import InvalidInput

FULFILS = vendor_role("owner", "manager", "fulfilment")
_PDF = "application/pdf"


class PackingSlips(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_packing_slips_pdf",
        parameters=[PrintOrders, LANGUAGE],
        responses={(200, _PDF): OpenApiTypes.BINARY, 404: problem(OrderNotFound), 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> HttpResponse:
        """A slip for each of the orders, in its customer's language: what is still to be sent, and where to."""
        from marketplace.apps.orders.domain.packing import as_packing_slips  # loads fonts, which few processes need

        slips = as_packing_slips(
            _orders(request),
            vendor_name=_vendor_name(request),
            language=requested_language(request),
            timezone=tenancy.current().timezone,
            now=clock.now(),
        )
        return _file(slips, "packing-slips.pdf")


class PickList(TenantAPIView):
    permission_classes = [FULFILS]

    @extend_schema(
        operation_id="vendor_pick_list_pdf",
        parameters=[PrintOrders, LANGUAGE],
        responses={(200, _PDF): OpenApiTypes.BINARY, 404: problem(OrderNotFound), 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> HttpResponse:
        """What is still to be sent of the orders, by variant, in the language asked for."""
        from marketplace.apps.orders.domain.packing import as_pick_list  # as above

        orders, language = _orders(request), requested_language(request)
        return _file(as_pick_list(orders, vendor_name=_vendor_name(request), language=language, now=clock.now()), "pick-list.pdf")


def _orders(request: Request) -> list[VendorOrder]:
    return queries.get_vendor_orders(principal_of(request).vendor_id, query_validated(PrintOrders, request)["orders"])


def _vendor_name(request: Request) -> str:
    vendor_id = principal_of(request).vendor_id
    return vendor_queries.briefs_by_id([vendor_id])[vendor_id].name


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=_PDF, headers=headers)
