"""The operator's endpoints of products: found over all vendors, taken out of the shop and let in again."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.errors import NotTakenDown, TakenDownByStaff
from marketplace.apps.catalog.queries import search
from marketplace.apps.catalog.queries.search import ListedProduct, ListingCriteria, ListingState
from marketplace.apps.catalog.serializers import AdminProduct, ListListings, Moderate, vendor_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.foundation import clock
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

READERS = staff_role("admin", "catalogue", "support")
MODERATORS = staff_role("admin", "catalogue")


class AdminProducts(TenantAPIView):
    permission_classes = [READERS]

    @extend_schema(
        operation_id="admin_products_list",
        parameters=[ListListings, *PAGE],
        responses={200: Page[ListedProduct], 422: problem(InvalidInput), 503: problem(SearchUnavailable)},
    )
    def get(self, request: Request) -> Response:
        """Products of every vendor in every state, the latest changed first unless `sort` says otherwise."""
        data = query_validated(ListListings, request)
        state = ListingState(data.pop("state")) if "state" in data else None
        return Response(search.list_listings(ListingCriteria(**data, state=state), page_request(request)))


class AdminProductDetail(TenantAPIView):
    permission_classes = [READERS]

    @extend_schema(operation_id="admin_products_get", responses={200: AdminProduct, 404: problem(DocumentNotFound)})
    def get(self, request: Request, product_id: str) -> Response:
        """One product, with every language and price."""
        return _answer(queries.get_any_product(product_id))


class TakeDownProduct(TenantAPIView):
    permission_classes = [MODERATORS]

    @extend_schema(
        operation_id="admin_products_take_down",
        request=Moderate,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: AdminProduct, 404: problem(DocumentNotFound), 409: problem(TakenDownByStaff), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, product_id: str) -> Response:
        """Take the product out of the shop; its vendor is notified of the reason, and cannot publish it."""
        data = validated(Moderate, request.data)
        return _answer(services.take_down_product(product_id=product_id, **data, actor=actor_of(request), now=clock.now()))


class ReinstateProduct(TenantAPIView):
    permission_classes = [MODERATORS]

    @extend_schema(
        operation_id="admin_products_reinstate",
        request=Moderate,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: AdminProduct, 404: problem(DocumentNotFound), 409: problem(NotTakenDown), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request, product_id: str) -> Response:
        """Let the product be sold again, if its vendor has it published."""
        data = validated(Moderate, request.data)
        return _answer(services.reinstate_product(product_id=product_id, **data, actor=actor_of(request), now=clock.now()))


def _answer(product: Product) -> Response:
    vendor = vendor_queries.get_vendor(product.vendor_id)
    return Response(AdminProduct(vendor_id=vendor.id, vendor_name=vendor.name, product=vendor_product(product)))
