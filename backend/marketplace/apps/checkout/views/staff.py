"""The operator's endpoint of checkouts: what a commission plan would make of sales."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.checkout import queries
from marketplace.apps.checkout.serializers import CommissionPreview, PreviewCommission
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, validated
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.kit.errors import InvalidInput, NotFound

MOST_PREVIEWED = 10


class CommissionPreviews(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(
        operation_id="admin_vendors_commission_plan_previews_create",
        request=PreviewCommission,
        responses={
            200: CommissionPreview,
            404: problem(NotFound, OrderNotFound),
            422: problem(InvalidInput),
            503: problem(SearchUnavailable),
        },
        tags=["admin"],
    )
    def post(self, request: Request, vendor_id: str) -> Response:
        """What the vendor's last orders came to, and what they would have come to under other terms. Nothing is stored."""
        data = validated(PreviewCommission, request.data)
        order_id, terms = data.pop("order_id", None), CommissionTerms(**data)
        vendor_queries.get_vendor(vendor_id)
        vendor_services.check_commission_terms(terms)
        if order_id:
            sales = [order_queries.vendor_order_in(order_id, vendor_id)]
        else:
            sales = order_queries.last_vendor_orders(vendor_id, limit=MOST_PREVIEWED)
        return Response(CommissionPreview(queries.preview_commission(sales, terms)))
