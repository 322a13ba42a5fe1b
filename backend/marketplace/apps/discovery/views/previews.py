"""A product as it would be in the shop: the link that its vendor's people ask for, and what it opens."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.catalog.errors import TakenDownByStaff
from marketplace.apps.discovery import queries
from marketplace.apps.discovery.serializers.store import PLACE, place_of
from marketplace.apps.discovery.types.pages import PreviewLink, ProductDetail
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.foundation import clock
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, principal_of
from marketplace.kit.errors import InvalidInput

# Nobody keeps it, and no search engine takes it in.
NOT_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


class PreviewLinks(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager")]

    @extend_schema(
        operation_id="vendor_products_preview_links_create",
        request=None,
        responses={201: PreviewLink, 404: problem(DocumentNotFound), 409: problem(TakenDownByStaff, VendorStateForbids)},
    )
    def post(self, request: Request, product_id: str) -> Response:
        """An address in the shop that shows the product as it would be, published or not, for half an hour."""
        principal = principal_of(request)
        about = {"vendor_id": principal.vendor_id, "product_id": product_id, "viewer_id": principal.id}
        return Response(queries.link_to_preview(**about, now=clock.now()), status=201, headers=NOT_KEPT)


class ProductPreview(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="store_product_previews_get",
        parameters=PLACE,
        responses={
            200: ProductDetail,
            404: problem(queries.ProductNotFound),
            410: problem(queries.PreviewExpired),
            422: problem(InvalidInput),
        },
    )
    def get(self, request: Request, token: str) -> Response:
        """What a preview's link opens: the product's page, of which nothing can be bought."""
        page = queries.get_preview(token, place=place_of(request), now=clock.now())
        return Response(page, headers={**NOT_KEPT, "Content-Language": page.language})
