"""The same rights, exercised by an administrator for a customer who asked for it by another way than the account."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.privacy import queries, services, tasks
from marketplace.apps.privacy.errors import ExportNotReady, OrdersUnderWay
from marketplace.apps.privacy.serializers import ReasonOfStaff, erasure_answer
from marketplace.apps.privacy.services.exports import TooManyExports
from marketplace.apps.privacy.types import DataExportView, DownloadLink, ErasureAnswer, RetentionRunView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, LANGUAGE, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

ADMINS = staff_role("admin")


class CustomerExports(TenantAPIView):
    permission_classes = [ADMINS]
    audited = ("GET",)

    @extend_schema(
        operation_id="admin_customers_exports_list", responses={200: Page[DataExportView], 404: problem(NotFound)}, tags=["admin"]
    )
    def get(self, request: Request, customer_id: str) -> Response:
        """The copies of the customer's data that there are."""
        account_queries.get_customer(customer_id)
        return Response(Page(queries.list_exports(customer_id)))

    @extend_schema(
        operation_id="admin_customers_exports_create",
        request=ReasonOfStaff,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: DataExportView, 404: problem(NotFound), 409: problem(TooManyExports), 422: problem(InvalidInput)},
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, customer_id: str) -> Response:
        """Have a copy made of all that is stored about the customer."""
        data = validated(ReasonOfStaff, request.data)
        export = services.request_export_as_staff(account_id=customer_id, **data, actor=actor_of(request), now=clock.now())
        tasks.make_export.send_after_commit(export_id=export.id)
        return Response(export, status=201)


class CustomerExportLinks(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(
        operation_id="admin_customers_exports_links_create",
        request=ReasonOfStaff,
        responses={201: DownloadLink, 404: problem(NotFound), 409: problem(ExportNotReady), 422: problem(InvalidInput)},
        tags=["admin"],
    )
    def post(self, request: Request, customer_id: str, export_id: str) -> Response:
        """An address that downloads the copy once, for a quarter of an hour. An earlier one ends, the customer's too."""
        data, address = validated(ReasonOfStaff, request.data), request.build_absolute_uri("/api/v1/me/downloads")
        about = {"account_id": customer_id, "export_id": export_id, "address": address, **data}
        return Response(services.make_link_as_staff(**about, actor=actor_of(request), now=clock.now()), status=201)


class CustomerErasure(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(
        operation_id="admin_customers_erasure",
        request=ReasonOfStaff,
        parameters=[IDEMPOTENCY_KEY, LANGUAGE],
        responses={202: ErasureAnswer, 404: problem(NotFound), 409: problem(OrdersUnderWay), 422: problem(InvalidInput)},
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, customer_id: str) -> Response:
        """Delete the customer's account. It is closed at once and cannot be opened again; the answer says what is kept, and why."""
        data = validated(ReasonOfStaff, request.data)
        services.request_erasure_as_staff(account_id=customer_id, **data, actor=actor_of(request), now=clock.now())
        tasks.erase.send_after_commit(account_id=customer_id)
        return Response(erasure_answer(requested_language(request)), status=202)


class RetentionRuns(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(operation_id="admin_retention_runs_list", parameters=[*PAGE], responses={200: Page[RetentionRunView]}, tags=["admin"])
    def get(self, request: Request) -> Response:
        """What was deleted or erased because it was older than the region keeps it, night by night, the latest first."""
        return Response(queries.list_retention_runs(page_request(request)))
