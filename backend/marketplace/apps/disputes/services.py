"""Giving evidence in disputes. The payment provider is called outside any transaction."""

from __future__ import annotations

import hashlib
from datetime import datetime

from marketplace.apps.disputes import queries
from marketplace.apps.disputes.errors import EvidenceNotTaken, EvidenceRefused
from marketplace.apps.disputes.models import Evidence
from marketplace.apps.disputes.types import EvidencePack, EvidenceState, EvidenceView
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import DisputeEvidence, EvidenceParcel
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.blobs import open_blob, save_private
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

CONTENT_TYPE = "application/pdf"
# https://docs.stripe.com/file-upload: 5 MB of all evidence in a dispute; PayPal takes 10 MB
MAX_FILE_BYTES = limits.declare("disputes.evidence", 4_500_000, "bytes", "The file of a dispute's evidence; 422 `invalid_input` above it.")


def make_file(*, dispute_id: str, actor: Actor, now: datetime) -> bytes:
    """All that speaks for the sale, as PDF. Who reads it is audited: it holds what a customer bought and where it went."""
    content = _as_pdf(queries.pack_of(dispute_id, note="", now=now))
    with tenancy.atomic():
        audit.record(actor=actor, action="dispute.evidence_read", resource=dispute_id, now=now)
    return content


def send_evidence(*, dispute_id: str, note: str, actor: Actor, now: datetime) -> EvidenceView:
    """
    Give the provider all that speaks for the sale, with a ``note`` to it, once: the provider takes it for final. Sent again before it was
    answered, it is the same file. Safe to repeat.

    :raises DisputeNotFound: if there is no such dispute
    :raises EvidenceNotTaken: if it cannot be given from here, or not any more
    :raises InvalidInput: if the file is too large :raises BlobsUnavailable: if it cannot be kept; nothing was sent
    :raises EvidenceRefused: by the provider :raises ProviderUnavailable: call again
    """
    row = Evidence.objects.filter(pk=dispute_id).first()
    if row is not None and row.state == EvidenceState.SENT:
        return queries.get_evidence(dispute_id, now=now)
    if not queries.is_taken(payment_queries.get_dispute(dispute_id), now=now):
        raise EvidenceNotTaken
    pack = queries.pack_of(dispute_id, note=note, now=now)
    if row is None or row.state == EvidenceState.REFUSED:
        row = _begin(pack, before=row, actor=actor, now=now)
    with open_blob(row.path) as file:
        evidence = _evidence_of(pack, row, file.read())
    refusal = payment_services.give_evidence(dispute_id=dispute_id, evidence=evidence, idempotency_key=_key_of(row), now=now)
    _record(row, refusal=refusal, actor=actor, now=now)
    if refusal:
        raise EvidenceRefused(reason=refusal)
    return queries.get_evidence(dispute_id, now=now)


def _begin(pack: EvidencePack, *, before: Evidence | None, actor: Actor, now: datetime) -> Evidence:
    """The file is kept before it is sent, so that what was sent is known, and the same when it is sent again."""
    content = _as_pdf(pack)
    if len(content) > MAX_FILE_BYTES:
        message = Text("The file would have {size} bytes; at most {limit} are taken", size=len(content), limit=MAX_FILE_BYTES)
        raise InvalidInput(errors=[FieldError("note", "too_large", message)])
    dispute_id, digest = pack.dispute.id, hashlib.sha256(content).hexdigest()
    attempt = before.attempt + 1 if before else 1
    path = save_private(f"disputes/{dispute_id}-{attempt}", content, CONTENT_TYPE)
    with tenancy.atomic():
        made = Evidence(dispute_id=dispute_id, path=path, sha256=digest, note=pack.note, sent_by=actor.id, begun_at=now, attempt=attempt)
        if before is None:
            rows.insert(made, unless_there=True)
        else:
            rows.change(made, "state", "attempt", "path", "sha256", "note", "reason", "sent_by", "begun_at")
    return Evidence.objects.get(pk=dispute_id)


def _record(row: Evidence, *, refusal: str, actor: Actor, now: datetime) -> None:
    state = EvidenceState.REFUSED if refusal else EvidenceState.SENT
    with tenancy.atomic():
        row.state, row.reason, row.sent_at = state, refusal[:100], None if refusal else now
        rows.change(row, "state", "reason", "sent_at")
        new = {"state": state, "sha256": row.sha256, "reason": row.reason}
        audit.record(actor=actor, action=f"dispute.evidence_{state}", resource=row.dispute_id, new=new, now=now)


def _evidence_of(pack: EvidencePack, row: Evidence, file: bytes) -> DisputeEvidence:
    order = pack.order
    shipments = [shipment for part in order.parts for shipment in part.shipments] if order else []
    address = order.shipping_address if order else None
    return DisputeEvidence(
        file=file,
        filename=f"{row.dispute_id}.pdf",
        customer_name=address.name if address else "",
        customer_email=order.email if order else "",
        description=", ".join(line.title for line in order.quote.lines)[:1_000] if order else "",
        note=row.note,
        parcels=tuple(
            EvidenceParcel(carrier=shipment.carrier, tracking_number=shipment.tracking_number, sent_at=shipment.shipped_at)
            for shipment in shipments
            if shipment.tracking_number
        ),
    )


def _key_of(row: Evidence) -> str:
    return f"{row.dispute_id}:evidence:{row.attempt}"


def _as_pdf(pack: EvidencePack) -> bytes:
    from marketplace.apps.disputes.domain.pack_file import as_pdf  # reads fonts: a third of a second that most processes never need

    return as_pdf(pack)
