from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.insights import queries
from marketplace.apps.insights.types import BooksReport
from marketplace.foundation import clock
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView


class Books(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(operation_id="admin_books_get", responses={200: BooksReport})
    def get(self, request: Request) -> Response:
        """The check of the books, by currency: reads everything, so ask for it daily and not by the minute."""
        return Response(queries.check_books(now=clock.now()))
