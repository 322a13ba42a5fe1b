"""Papers by which a vendor shows who it is: kept privately, opened by links that live for minutes."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.vendors.errors import TooManyDocuments, VendorStateForbids
from marketplace.apps.vendors.models import Vendor, VendorDocument
from marketplace.apps.vendors.queries import document_view_of, get_vendor
from marketplace.apps.vendors.services.locking import lock_vendor
from marketplace.apps.vendors.types import DocumentState, DocumentView, VendorState
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.foundation.blobs import PrivateLink, private_link, save_private
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import derived_id
from marketplace.kit.texts import Text

MAX_DOCUMENT_BYTES = limits.declare("vendors.document", 10 * 1024 * 1024, "bytes", "Of a vendor's document; 413 `too_large` above.")
MAX_DOCUMENTS = limits.declare("vendors.documents", 50, "documents", "Of one vendor; 409 for one more.")
# By how a file begins, whatever it is called. It is never shown in a page of ours, only downloaded.
BEGINNINGS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_NO_TIME = datetime(2025, 1, 1, tzinfo=UTC)


def add_document(*, vendor_id: str, kind: str, filename: str, content: bytes, actor: Actor, now: datetime) -> DocumentView:
    """
    Keep a paper. The same file a second time is the first one.

    :raises InvalidInput: if it is too large, or no PDF, JPEG or PNG
    :raises TooManyDocuments: at 50
    :raises VendorStateForbids: once the vendor is closed
    :raises BlobsUnavailable: if it cannot be kept; nothing is noted then
    """
    content_type = _type_of(content)
    if (vendor := get_vendor(vendor_id)).state == VendorState.CLOSED:
        raise VendorStateForbids(state=vendor.state)
    document_id = derived_id("vdoc", vendor_id, hashlib.sha256(content).hexdigest(), at=_NO_TIME)
    path = save_private(f"documents/{vendor_id}/{document_id}", content, content_type)
    with tenancy.atomic():
        lock_vendor(vendor_id)
        known = VendorDocument.objects.filter(pk=document_id).first()
        if known is not None:
            return document_view_of(known)
        if VendorDocument.objects.filter(vendor_id=vendor_id).count() >= MAX_DOCUMENTS:
            raise TooManyDocuments
        document = VendorDocument(
            id=document_id,
            vendor_id=vendor_id,
            kind=kind,
            filename=re.sub(r"[^\w .()-]", "_", filename)[-200:],
            content_type=content_type,
            size_bytes=len(content),
            path=path,
            uploaded_by=actor.id,
            uploaded_at=now,
        )
        rows.insert(document)
        new = {"document": document_id, "kind": kind}
        audit.record(actor=actor, action="vendor.document_added", resource=vendor_id, new=new, now=now)
    return document_view_of(document)


def review_document(
    *, vendor_id: str, document_id: str, state: DocumentState, reason: str, etag: str, actor: Actor, now: datetime
) -> DocumentView:
    """
    Accept a paper, or refuse it with a reason, which its vendor reads and the owners are mailed. A review may be changed by a later one.

    :raises NotFound: if the vendor has no such document
    :raises InvalidInput: for a refusal without a reason
    :raises StaleRow: if another review came first
    :raises VendorStateForbids: once the vendor is closed
    """
    refusal = reason.strip() if state is DocumentState.REFUSED else ""
    if state is DocumentState.REFUSED and not refusal:
        raise InvalidInput(errors=[FieldError("reason", "required", Text("Say why"))])
    with tenancy.atomic():
        vendor = lock_vendor(vendor_id)
        if vendor.state == VendorState.CLOSED:
            raise VendorStateForbids(state=vendor.state)
        document = VendorDocument.objects.filter(vendor_id=vendor_id, pk=document_id).first()
        if document is None:
            raise NotFound
        if str(document.version) != etag:
            raise StaleRow
        old = {"document": document_id, "state": document.state}
        document.state, document.refusal, document.reviewed_by, document.reviewed_at = state, refusal, actor.id, now
        document.version += 1
        rows.change(document, "state", "refusal", "reviewed_by", "reviewed_at", "version")
        new = {"document": document_id, "state": state}
        audit.record(actor=actor, action="vendor.document_reviewed", resource=vendor_id, old=old, new=new, reason=refusal, now=now)
        if state is DocumentState.REFUSED:
            _mail_refusal(vendor, document)
    return document_view_of(document)


def _mail_refusal(vendor: Vendor, document: VendorDocument) -> None:
    for owner in account_queries.vendor_contacts(vendor.id, "owner"):
        mail.send(
            "vendors/document_refused",
            to=owner.email,
            language=owner.language,
            name=owner.name,
            vendor=vendor.name,
            filename=document.filename,
            reason=document.refusal,
            url=mail.web_url("/settings/papers", app="vendor"),
        )


def link_to_document(*, vendor_id: str, document_id: str, actor: Actor, now: datetime) -> PrivateLink:
    """A link that downloads a paper; each is audited. :raises NotFound: if the vendor has no such document"""
    document = VendorDocument.objects.filter(vendor_id=vendor_id, pk=document_id).first()
    if document is None:
        raise NotFound
    with tenancy.atomic():
        audit.record(actor=actor, action="vendor.document_opened", resource=vendor_id, new={"document": document_id}, now=now)
    filename = f"{document.kind}-{document.id}.{_ENDINGS[document.content_type]}"
    return private_link(document.path, filename=filename, content_type=document.content_type, now=now)


def _type_of(content: bytes) -> str:
    if len(content) > MAX_DOCUMENT_BYTES:
        raise InvalidInput(errors=[FieldError("file", "too_large", Text("At most {limit} MB", limit=MAX_DOCUMENT_BYTES // 1024 // 1024))])
    for beginning, content_type in BEGINNINGS.items():
        if content.startswith(beginning):
            return content_type
    raise InvalidInput(errors=[FieldError("file", "not_a_document", Text("The file is no PDF, JPEG or PNG"))])
