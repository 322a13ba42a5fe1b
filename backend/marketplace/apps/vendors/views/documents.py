"""A vendor's papers: its own endpoints, and the operator's."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.domain.papers import needs_of
from marketplace.apps.vendors.errors import TooManyDocuments, VendorStateForbids
from marketplace.apps.vendors.region_settings import DOCUMENTS_NEEDED
from marketplace.apps.vendors.serializers import AddDocument, Documents, ReviewDocument
from marketplace.apps.vendors.services.documents import MAX_DOCUMENT_BYTES
from marketplace.apps.vendors.types import DocumentState, DocumentView
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.uploads import uploads_of
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, principal_of, validated
from marketplace.kit.errors import InvalidInput, NotFound

OWNER = vendor_role("owner")
WHO_JUDGES_VENDORS = staff_role("admin", "catalogue", "finance")
LINK = {201: PrivateLink, 404: problem(NotFound)}


class DocumentsEndpoint(TenantAPIView):
    permission_classes = [OWNER]
    parser_classes = [uploads_of(MAX_DOCUMENT_BYTES)]

    @extend_schema(responses={200: Documents}, operation_id="vendor_documents_list", tags=["vendor"])
    def get(self, request: Request) -> Response:
        """Papers that the vendor has shown the operator, newest first."""
        return Response(_documents(principal_of(request).vendor_id))

    @extend_schema(
        request={"multipart/form-data": AddDocument},
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: DocumentView,
            409: problem(TooManyDocuments, VendorStateForbids),
            413: problem(TooLarge),
            422: problem(InvalidInput),
            503: problem(BlobsUnavailable),
        },
        operation_id="vendor_documents_create",
        tags=["vendor"],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Show the operator a paper: a PDF, JPEG or PNG of up to 10 MB."""
        data = validated(AddDocument, request.data)
        content = data["file"].read()
        said = {"kind": data["kind"], "filename": data["file"].name, "content": content}
        vendor_id = principal_of(request).vendor_id
        return Response(services.add_document(vendor_id=vendor_id, **said, actor=actor_of(request), now=clock.now()), status=201)


class DocumentLinks(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(request=None, responses=LINK, operation_id="vendor_documents_links_create", tags=["vendor"])
    def post(self, request: Request, document_id: str) -> Response:
        """An address that downloads the paper without a login, for five minutes."""
        return _link(request, principal_of(request).vendor_id, document_id)


class AdminDocuments(TenantAPIView):
    permission_classes = [WHO_JUDGES_VENDORS]

    @extend_schema(responses={200: Documents, 404: problem(NotFound)}, operation_id="admin_vendors_documents_list", tags=["admin"])
    def get(self, request: Request, vendor_id: str) -> Response:
        """A vendor's papers, newest first."""
        return Response(_documents(vendor_id))


class AdminDocumentLinks(TenantAPIView):
    permission_classes = [WHO_JUDGES_VENDORS]

    @extend_schema(request=None, responses=LINK, operation_id="admin_vendors_documents_links_create", tags=["admin"])
    def post(self, request: Request, vendor_id: str, document_id: str) -> Response:
        """An address that downloads the paper without a login, for five minutes. The audit log says who asked."""
        return _link(request, vendor_id, document_id)


class AdminDocumentReview(TenantAPIView):
    permission_classes = [staff_role("admin", "catalogue")]

    @extend_schema(
        request=ReviewDocument,
        parameters=[IF_MATCH],
        responses={
            200: DocumentView,
            404: problem(NotFound),
            409: problem(VendorStateForbids),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
        operation_id="admin_vendors_documents_review_set",
        tags=["admin"],
    )
    def put(self, request: Request, vendor_id: str, document_id: str) -> Response:
        """Accept a vendor's paper, or refuse it with a reason that the vendor reads."""
        etag, data = if_match(request), validated(ReviewDocument, request.data)
        document = services.review_document(
            vendor_id=vendor_id,
            document_id=document_id,
            state=DocumentState(data["state"]),
            reason=data["reason"],
            etag=etag,
            actor=actor_of(request),
            now=clock.now(),
        )
        return Response(document, headers=etag_header(document.etag))


def _documents(vendor_id: str) -> Documents:
    found = queries.list_documents(vendor_id)
    return Documents(items=found, needs=needs_of(found, needed=DOCUMENTS_NEEDED.current().split()))


def _link(request: Request, vendor_id: str, document_id: str) -> Response:
    link = services.link_to_document(vendor_id=vendor_id, document_id=document_id, actor=actor_of(request), now=clock.now())
    return Response(link, status=201, headers={"Cache-Control": "private, no-store"})
