"""What competitors ask: by hand, by a program with the vendor's API key, or by a file."""

from __future__ import annotations

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.price_advice import queries, services
from marketplace.apps.price_advice.serializers import ImportCompetitorPrices, RecordCompetitorPrices
from marketplace.apps.price_advice.types import CompetitorImport, CompetitorPrice, NewCompetitorPrice
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.uploads import MB, uploads_of
from marketplace.foundation.rest.views import TenantAPIView, page_request, principal_of, validated
from marketplace.kit import limits
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page

PRICERS = vendor_role("owner", "manager")
MAX_FILE_BYTES = limits.declare("price_advice.competitor_file", 2 * MB, "bytes", "Of a file of competitors' prices; 413 above.")


class RecordedPrices(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the prices were not known yet."""

    recorded: int


class CompetitorPrices(TenantAPIView):
    permission_classes = [PRICERS]

    @extend_schema(operation_id="vendor_competitor_prices_list", parameters=PAGE, responses={200: Page[CompetitorPrice]})
    def get(self, request: Request) -> Response:
        """Last seen first, with who said so."""
        return Response(queries.list_competitor_prices(principal_of(request).vendor_id, page_request(request)))

    @extend_schema(
        operation_id="vendor_competitor_prices_create",
        parameters=[IDEMPOTENCY_KEY],
        request=RecordCompetitorPrices,
        responses={201: RecordedPrices, 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """All of them or none. What was said before is no new price."""
        data, caller = validated(RecordCompetitorPrices, request.data), principal_of(request)
        prices = [NewCompetitorPrice(**price) for price in data["prices"]]
        recorded = services.record_competitor_prices(vendor_id=caller.vendor_id, prices=prices, source=caller.id, now=clock.now())
        return Response(RecordedPrices(recorded=recorded), status=201)


class CompetitorImports(TenantAPIView):
    permission_classes = [PRICERS]
    parser_classes = [uploads_of(MAX_FILE_BYTES)]

    @extend_schema(
        operation_id="vendor_competitor_prices_imports_create",
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": ImportCompetitorPrices},
        responses={201: CompetitorImport, 413: problem(TooLarge), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """A CSV file: its good rows are stored, and of the others the answer names row, column and fault."""
        data = validated(ImportCompetitorPrices, request.data)
        vendor_id, content = principal_of(request).vendor_id, data["file"].read()
        found = services.import_competitor_prices(vendor_id=vendor_id, content=content, is_dry_run=data["dry_run"], now=clock.now())
        return Response(found, status=201)
