from __future__ import annotations

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.imports import queries, services, tasks
from marketplace.apps.imports.errors import ImportUnderWay, TooManyImports
from marketplace.apps.imports.queries import exporting, previewing
from marketplace.apps.imports.serializers import (
    CorrectImport,
    ExportOptions,
    ImportOfDraft,
    ListAllImports,
    PreviewImport,
    ProblemFilter,
    StartImport,
    UploadDraft,
    region_values,
)
from marketplace.apps.imports.types import CellCorrection, ImportDraftView, ImportPreview, ImportView, MissingVariants, ProblemView
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.foundation import clock
from marketplace.foundation.blobs import PrivateLink
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.json import CSVRenderer, JSONRenderer
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, LANGUAGE, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.uploads import uploads_of
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    page_request,
    principal_of,
    query_validated,
    validated,
)
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.ids import VendorId
from marketplace.kit.pages import Page

EDITORS = vendor_role("owner", "manager")
WATCHERS = staff_role("admin", "catalogue", "support")


def _vendor_of(request: Request) -> VendorId:
    return VendorId(principal_of(request).vendor_id)


def _in_language(language: str) -> dict[str, str]:
    return {"Content-Language": language, "Vary": "Accept-Language"}


class Imports(TenantAPIView):
    permission_classes = [EDITORS]
    parser_classes = [uploads_of(services.MAX_FILE_BYTES)]

    @extend_schema(operation_id="vendor_imports_list", parameters=[LANGUAGE, *PAGE], responses={200: Page[ImportView]})
    def get(self, request: Request) -> Response:
        language = requested_language(request)
        page = queries.list_imports(_vendor_of(request), language=language, page=page_request(request))
        return Response(page, headers=_in_language(language))

    @extend_schema(
        operation_id="vendor_imports_create",
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": StartImport},
        responses={
            201: ImportView,
            409: problem(VendorStateForbids, TooManyImports),
            413: problem(TooLarge),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request) -> Response:
        data = region_values(validated(StartImport, request.data))
        view = services.start_import(
            vendor_id=_vendor_of(request),
            filename=data["file"].name,
            file=data["file"],
            currency=data["currency"],
            language=data["language"],
            is_dry_run=data["dry_run"],
            missing_variants=MissingVariants(data["missing_variants"]),
            actor=actor_of(request),
            now=clock.now(),
        )
        tasks.run_import.send_after_commit(import_id=view.id)
        return Response(view, status=201)


class ImportDetail(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(operation_id="vendor_imports_get", parameters=[LANGUAGE], responses={200: ImportView, 404: problem(NotFound)})
    def get(self, request: Request, import_id: str) -> Response:
        language = requested_language(request)
        view = queries.get_import(import_id, vendor_id=_vendor_of(request), language=language)
        return Response(view, headers=_in_language(language))


class ImportFileLinks(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(operation_id="vendor_imports_file_links_create", request=None, responses={201: PrivateLink, 404: problem(NotFound)})
    def post(self, request: Request, import_id: str) -> Response:
        """An address that downloads the uploaded file without a login, for five minutes."""
        link = queries.link_to_file(import_id, vendor_id=_vendor_of(request), now=clock.now())
        return Response(link, status=201, headers={"Cache-Control": "private, no-store"})


class ImportProblems(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_imports_problems_list",
        parameters=[OpenApiParameter("severity", str, enum=["error", "notice"]), LANGUAGE, *PAGE],
        responses={200: Page[ProblemView], 404: problem(NotFound)},
    )
    def get(self, request: Request, import_id: str) -> Response:
        """What the file's rows lack, in the caller's language."""
        language = requested_language(request)
        severity = query_validated(ProblemFilter, request).get("severity", "")
        found = queries.list_problems(
            import_id, vendor_id=_vendor_of(request), language=language, severity=severity, page=page_request(request)
        )
        return Response(found, headers=_in_language(language))


class ImportCorrections(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_imports_corrections_create",
        parameters=[IDEMPOTENCY_KEY],
        request=CorrectImport,
        responses={
            201: ImportView,
            404: problem(NotFound),
            409: problem(VendorStateForbids, TooManyImports, ImportUnderWay),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request, import_id: str) -> Response:
        """Import the file once more with some of its cells as they should have been. What went in already is found unchanged."""
        data = validated(CorrectImport, request.data)
        cells = [CellCorrection(**cell) for cell in data["cells"]]
        named = {"vendor_id": _vendor_of(request), "import_id": import_id, "is_dry_run": data["dry_run"]}
        view = services.correct_import(**named, cells=cells, actor=actor_of(request), now=clock.now())
        tasks.run_import.send_after_commit(import_id=view.id)
        return Response(view, status=201)


class ImportDrafts(TenantAPIView):
    permission_classes = [EDITORS]
    parser_classes = [uploads_of(services.MAX_FILE_BYTES)]
    throttle_classes = [CallerThrottle]
    throttle_scope = "import_drafts"

    @extend_schema(
        operation_id="vendor_import_drafts_create",
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": UploadDraft},
        responses={
            201: ImportDraftView,
            409: problem(VendorStateForbids, TooManyImports),
            413: problem(TooLarge),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Upload a file to look at how it would be read, before anything of it is imported."""
        data = region_values(validated(UploadDraft, request.data))
        file = data.pop("file")
        draft = services.upload_draft(vendor_id=_vendor_of(request), filename=file.name, file=file, **data, now=clock.now())
        return Response(draft, status=201)


class ImportPreviews(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_import_drafts_previews_create",
        parameters=[LANGUAGE],
        request=PreviewImport,
        responses={200: ImportPreview, 404: problem(NotFound), 422: problem(InvalidInput)},
    )
    def post(self, request: Request, draft_id: str) -> Response:
        """How the file's columns and its first products would be read. Stores nothing."""
        language = requested_language(request)
        mapping = validated(PreviewImport, request.data).get("mapping")
        found = previewing.preview_draft(draft_id, vendor_id=_vendor_of(request), mapping=mapping, language=language)
        return Response(found, headers=_in_language(language))


class ImportsOfDraft(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_import_drafts_imports_create",
        parameters=[IDEMPOTENCY_KEY],
        request=ImportOfDraft,
        responses={
            201: ImportView,
            404: problem(NotFound),
            409: problem(VendorStateForbids, TooManyImports),
            422: problem(InvalidInput),
        },
    )
    @idempotent
    def post(self, request: Request, draft_id: str) -> Response:
        """Import the file with its columns read as ``mapping`` says, which is remembered for the next file with the same header."""
        data = validated(ImportOfDraft, request.data)
        view = services.import_draft(
            vendor_id=_vendor_of(request),
            draft_id=draft_id,
            mapping=data["mapping"],
            is_dry_run=data["dry_run"],
            missing_variants=MissingVariants(data["missing_variants"]),
            actor=actor_of(request),
            now=clock.now(),
        )
        tasks.run_import.send_after_commit(import_id=view.id)
        return Response(view, status=201)


class AllImports(TenantAPIView):
    permission_classes = [WATCHERS]

    @extend_schema(operation_id="admin_imports_list", parameters=[ListAllImports, LANGUAGE, *PAGE], responses={200: Page[ImportView]})
    def get(self, request: Request) -> Response:
        """Imports of all vendors, newest first."""
        language, wanted = requested_language(request), query_validated(ListAllImports, request)
        found = queries.list_all_imports(**wanted, language=language, page=page_request(request))
        return Response(found, headers=_in_language(language))


class AnyImport(TenantAPIView):
    permission_classes = [WATCHERS]

    @extend_schema(operation_id="admin_imports_get", parameters=[LANGUAGE], responses={200: ImportView, 404: problem(NotFound)})
    def get(self, request: Request, import_id: str) -> Response:
        """One import of any vendor."""
        language = requested_language(request)
        return Response(queries.get_any_import(import_id, language=language), headers=_in_language(language))


class ProductExport(TenantAPIView):
    permission_classes = [EDITORS]
    renderer_classes = [CSVRenderer, JSONRenderer]

    @extend_schema(
        operation_id="vendor_exports_products_csv",
        parameters=[
            OpenApiParameter("currency", str, description="Of the plain price columns; the region's default."),
            OpenApiParameter("language", str, description="Of the plain text columns; the region's default."),
        ],
        responses={(200, "text/csv"): OpenApiTypes.BINARY, 422: problem(InvalidInput)},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """The vendor's products as a file that can be imported again."""
        options = region_values(query_validated(ExportOptions, request))
        chunks = exporting.export_products(vendor_id=_vendor_of(request), **options)
        headers = {"Content-Disposition": 'attachment; filename="products.csv"'}
        return StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8", headers=headers)
