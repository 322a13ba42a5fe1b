"""What a vendor could do better about its pictures."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.visual_search import queries
from marketplace.apps.visual_search.types import PictureAdviceList
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, principal_of


class ProductPictureAdvice(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager")]

    @extend_schema(operation_id="vendor_products_picture_advice_list", responses={200: PictureAdviceList, 404: problem(DocumentNotFound)})
    def get(self, request: Request, product_id: str) -> Response:
        """Advice on each picture, once a worker has looked at it: some seconds after it is shown."""
        return Response(queries.advice_on_product(principal_of(request).vendor_id, product_id))
