"""Giving evidence in disputes. The payment provider is called outside any transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.disputes import queries
from marketplace.apps.disputes.errors import EvidenceNotTaken, EvidenceRefused
from marketplace.apps.disputes.models import Evidence
from marketplace.apps.disputes.types import EvidencePack, EvidenceState, EvidenceView
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.types import DisputeEvidence, EvidenceParcel
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.blobs import delete_blob, open_blob, save_private
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

CONTENT_TYPE = "application/pdf"
BATCH = 100
_BEGUN = ("state", "attempt", "order_id", "path", "sha256", "said", "note", "reason", "sent_by", "begun_at")
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
    if row is None or row.state == EvidenceState.REFUSED or not row.path:
        row = _begin(queries.pack_of(dispute_id, note=note, now=now), before=row, actor=actor, now=now)
    with open_blob(row.path) as file:
        content = file.read()
    evidence = msgspec.convert({**row.said, "note": row.note, "file": b""}, DisputeEvidence)
    evidence = msgspec.structs.replace(evidence, file=content)
    refusal = payment_services.give_evidence(dispute_id=dispute_id, evidence=evidence, idempotency_key=_key_of(row), now=now)
    with suppress(rows.StaleRow):  # another request has heard the answer already
        _record(row, refusal=refusal, actor=actor, now=now)
    found = queries.get_evidence(dispute_id, now=now)
    if found.state == EvidenceState.REFUSED:
        raise EvidenceRefused(reason=found.reason)
    return found


def forget_orders(order_ids: Sequence[str]) -> None:
    """Delete what evidence says of the customers of these orders: the files, and what was said with them. Safe to repeat."""
    _forget(list(Evidence.objects.filter(order_id__in=list(order_ids)).exclude(path="")))


def forget_before(before: datetime) -> int:
    """The same for disputes that ended before then. Returns how many."""
    kept, last, count = Evidence.objects.filter(begun_at__lt=before).exclude(path="").order_by("pk"), "", 0
    while found := list(kept.filter(pk__gt=last)[:BATCH]):
        closed = payment_queries.closed_disputes([row.pk for row in found], before=before)
        _forget([row for row in found if row.pk in closed])
        last, count = found[-1].pk, count + len(closed)
    return count


def _forget(evidence: Sequence[Evidence]) -> None:
    """Files first: a row that still names its file is found again. The digest stays."""
    for row in evidence:
        delete_blob(row.path)
    same = {"paths": [row.path for row in evidence]}
    rows.change_where(Evidence, "path = ANY (%(paths)s::text[])", same, path="", note="", said={})


def _begin(pack: EvidencePack, *, before: Evidence | None, actor: Actor, now: datetime) -> Evidence:
    """What is sent is kept before, so that it is known, and the same when it is sent again. What was refused before is deleted."""
    content = _as_pdf(pack)
    if len(content) > MAX_FILE_BYTES:
        message = Text("The file would have {size} bytes; at most {limit} are taken", size=len(content), limit=MAX_FILE_BYTES)
        raise InvalidInput(errors=[FieldError("note", "too_large", message)])
    dispute_id, digest = pack.dispute.id, hashlib.sha256(content).hexdigest()
    attempt = before.attempt + 1 if before else 1
    path = save_private(f"disputes/{dispute_id}-{attempt}", content, CONTENT_TYPE)
    made = Evidence(
        dispute_id=dispute_id,
        order_id=pack.order.id if pack.order else "",
        path=path,
        sha256=digest,
        said=_said(pack),
        note=pack.note,
        sent_by=actor.id,
        begun_at=now,
        attempt=attempt,
    )
    with suppress(rows.StaleRow):  # another request was faster
        if before is None:
            rows.insert(made, unless_there=True)
        else:
            rows.change(made, *_BEGUN, expected={"state": before.state, "attempt": before.attempt, "path": before.path})
    row = Evidence.objects.get(pk=dispute_id)
    for unused in {path, before.path if before else ""} - {row.path, ""}:
        delete_blob(unused)
    return row


def _record(row: Evidence, *, refusal: str, actor: Actor, now: datetime) -> None:
    state = EvidenceState.REFUSED if refusal else EvidenceState.SENT
    with tenancy.atomic():
        row.state, row.reason, row.sent_at = state, refusal[:100], None if refusal else now
        rows.change(row, "state", "reason", "sent_at", expected={"state": EvidenceState.SENDING, "attempt": row.attempt})
        new = {"state": state, "sha256": row.sha256, "reason": row.reason}
        audit.record(actor=actor, action=f"dispute.evidence_{state}", resource=row.dispute_id, new=new, now=now)


def _said(pack: EvidencePack) -> dict[str, Any]:
    """What ``DisputeEvidence`` has next to the file and the note."""
    order = pack.order
    shipments = [shipment for part in order.parts for shipment in part.shipments] if order else []
    address = order.shipping_address if order else None
    evidence = DisputeEvidence(
        file=b"",
        filename=f"{pack.dispute.id}.pdf",
        customer_name=address.name if address else "",
        customer_email=order.email if order else "",
        description=", ".join(line.title for line in order.quote.lines)[:1_000] if order else "",
        note="",
        parcels=tuple(
            EvidenceParcel(carrier=shipment.carrier, tracking_number=shipment.tracking_number, sent_at=shipment.shipped_at)
            for shipment in shipments
            if shipment.tracking_number
        ),
    )
    said: dict[str, Any] = msgspec.to_builtins(evidence)
    return {name: value for name, value in said.items() if name not in ("file", "note")}


def _key_of(row: Evidence) -> str:
    return f"{row.dispute_id}:evidence:{row.attempt}"


def _as_pdf(pack: EvidencePack) -> bytes:
    from marketplace.apps.disputes.domain.pack_file import as_pdf  # reads fonts: a third of a second that most processes never need

    return as_pdf(pack)
