"""How products come back: a label that the customer prints, or where they are handed in."""

from __future__ import annotations

import hashlib
from datetime import datetime

from marketplace.apps.returns.errors import ReturnNotFound, ReturnStateForbids
from marketplace.apps.returns.services import states
from marketplace.apps.returns.types import ReturnState, ReturnView
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.blobs import PrivateLink, delete_blob, private_link, save_private
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, Stale
from marketplace.kit.texts import Text

MAX_LABEL_BYTES = limits.declare("returns.label", 5 * 1024 * 1024, "bytes", "Of a label for a return; 413 `too_large` above.")
CONTENT_TYPE, BEGINNING = "application/pdf", b"%PDF-"  # it is never shown in a page of ours, only downloaded
BEFORE_ARRIVAL = (ReturnState.REQUESTED, ReturnState.APPROVED)


def set_label(
    *, return_id: str, content: bytes, drop_off: str, vendor_id: str = "", source: str = "", actor: Actor, now: datetime
) -> ReturnView:
    """
    Say how the products come back: ``content`` is a label as a PDF (empty: none), ``drop_off`` where they are handed in. It takes the place
    of what was said before. ``source`` names the label if it was bought. Safe to repeat.

    :raises ReturnNotFound: if the vendor has no such return
    :raises InvalidInput: for neither, or for a file that is no PDF
    :raises ReturnStateForbids: once something has arrived, or the return has ended
    :raises Stale: if the return changed meanwhile
    :raises BlobsUnavailable: if the file cannot be kept; nothing is noted then
    """
    row = states.find(return_id, vendor_id=vendor_id)
    if row.state not in BEFORE_ARRIVAL:
        raise ReturnStateForbids(state=row.state)
    if not content and not drop_off:
        raise InvalidInput(errors=[FieldError("file", "needed", Text("Give a label, or say where to hand the products in"))])
    if content and not content.startswith(BEGINNING):
        raise InvalidInput(errors=[FieldError("file", "not_a_pdf", Text("The file is no PDF"))])
    before, path = row.label_path, ""
    if content:
        name = hashlib.sha256(content).hexdigest()[:16]
        path = save_private(f"returns/{row.order_id}/label-{row.id}-{name}", content, CONTENT_TYPE)
    row.label_path, row.label_source, row.drop_off = path, source, drop_off
    with tenancy.atomic():
        try:
            rows.change(row, "label_path", "label_source", "drop_off", expected={"state": row.state}, events=[states.changed(row, now=now)])
        except rows.StaleRow:
            raise Stale from None
        new = {"has_label": bool(path), "drop_off": drop_off}
        audit.record(actor=actor, action="return.label_set", resource=row.id, new=new, now=now)
    if before not in ("", path):
        delete_blob(before)
    return row.as_view()


def take_label(*, return_id: str, label_id: str, actor: Actor, now: datetime) -> None:
    """A bought label was voided: the customer cannot download it any more. One that was set after it stays. Safe to repeat."""
    row = states.find(return_id)
    if not row.label_path or row.label_source != label_id:
        return
    path = row.label_path
    row.label_path, row.label_source = "", ""
    with tenancy.atomic():
        rows.change(row, "label_path", "label_source", events=[states.changed(row, now=now)])
        audit.record(actor=actor, action="return.label_voided", resource=row.id, old={"label": label_id}, now=now)
    delete_blob(path)


def link_to_label(*, return_id: str, vendor_id: str = "", order_id: str = "", now: datetime) -> PrivateLink:
    """A link that downloads the label. :raises ReturnNotFound: if there is no such return, or it has no label"""
    row = states.find(return_id, vendor_id=vendor_id, order_id=order_id)
    if not row.label_path:
        raise ReturnNotFound
    return private_link(row.label_path, filename=f"return-{row.order_number}.pdf", content_type=CONTENT_TYPE, now=now)
