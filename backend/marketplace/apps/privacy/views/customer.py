"""A customer's rights to the data that is stored: a copy of it, and its deletion."""

from __future__ import annotations

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts.errors import TooManyAttempts
from marketplace.apps.privacy import queries, services, tasks
from marketplace.apps.privacy.errors import DownloadUsed, ExportNotReady, OrdersUnderWay
from marketplace.apps.privacy.serializers import DeleteAccount, erasure_answer
from marketplace.apps.privacy.services.exports import TooManyExports
from marketplace.apps.privacy.types import DataExportView, DownloadLink, ErasureAnswer
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, LANGUAGE, problem
from marketplace.foundation.rest.permissions import IsCustomer
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.views import TenantAPIView, principal_of, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page


class Exports(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="me_exports_list", responses={200: Page[DataExportView]}, tags=["me"])
    def get(self, request: Request) -> Response:
        """The copies of the customer's data that were asked for."""
        return Response(Page(queries.list_exports(principal_of(request).id)))

    @extend_schema(
        operation_id="me_exports_create",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: DataExportView, 409: problem(TooManyExports)},
        tags=["me"],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Ask for a copy of all that is stored about the customer."""
        export = services.request_export(account_id=principal_of(request).id, now=clock.now())
        tasks.make_export.send_after_commit(export_id=export.id)
        return Response(export, status=201)


class Export(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="me_exports_get", responses={200: DataExportView, 404: problem(NotFound)}, tags=["me"])
    def get(self, request: Request, export_id: str) -> Response:
        """Whether a copy is ready."""
        return Response(queries.get_export(principal_of(request).id, export_id))


class ExportLinks(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(
        operation_id="me_exports_links_create",
        request=None,
        responses={201: DownloadLink, 404: problem(NotFound), 409: problem(ExportNotReady)},
        tags=["me"],
    )
    def post(self, request: Request, export_id: str) -> Response:
        """An address that downloads the copy once, without a login, for a quarter of an hour. An earlier one ends."""
        address = request.build_absolute_uri("/api/v1/me/downloads")
        link = services.make_link(account_id=principal_of(request).id, export_id=export_id, address=address, now=clock.now())
        return Response(link, status=201)


class Download(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        operation_id="me_downloads_get", responses={(200, "application/json"): OpenApiTypes.OBJECT, 410: problem(DownloadUsed)}, tags=["me"]
    )
    def get(self, request: Request, secret: str) -> FileResponse:
        """The copy behind a link, once."""
        file = services.take_file(secret, now=clock.now())
        headers = {"Cache-Control": "private, no-store"}
        return FileResponse(file, as_attachment=True, filename="my-data.json", content_type="application/json", headers=headers)


class Deletion(TenantAPIView):
    permission_classes = [IsCustomer]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        operation_id="me_deletion",
        request=DeleteAccount,
        parameters=[LANGUAGE],
        responses={
            202: ErasureAnswer,
            409: problem(OrdersUnderWay),
            422: problem(InvalidInput),
            429: problem(TooManyAttempts),
        },
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """Delete the account. It is closed at once; the answer says what is kept, and why."""
        account_id, data = principal_of(request).id, validated(DeleteAccount, request.data)
        services.request_erasure(account_id=account_id, password=data["password"], now=clock.now())
        tasks.erase.send_after_commit(account_id=account_id)
        return Response(erasure_answer(requested_language(request)), status=202)
