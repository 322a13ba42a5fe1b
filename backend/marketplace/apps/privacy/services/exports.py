"""Copies of all that is stored about a customer: made by a worker, downloaded once for each link, deleted after some days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import IO

import msgspec

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.privacy import queries
from marketplace.apps.privacy.errors import DownloadUsed, ExportNotReady
from marketplace.apps.privacy.models import DataExport
from marketplace.apps.privacy.types import DataExportView, DownloadLink, ExportState
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.blobs import delete_blob, open_blob, save_private
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.ids import hash_secret, new_id, new_secret

FILE_LIFE, LINK_LIFE = timedelta(days=7), timedelta(minutes=15)
MAX_EXPORTS = limits.declare("privacy.exports", 5, "copies", "Of a customer's data within seven days; 409 `too_many_exports` above it.")


class TooManyExports(Conflict):
    code = "too_many_exports"
    title = "There are several copies already; download one of them"


def request_export(*, account_id: str, now: datetime) -> DataExportView:
    """A copy to be made (``make_export``); the one that is asked for already, if there is one. :raises TooManyExports:"""
    waiting = DataExport.objects.filter(account_id=account_id, state=ExportState.PENDING)
    if (row := waiting.first()) is not None:
        return queries.view_of(row)
    if DataExport.objects.filter(account_id=account_id).count() >= MAX_EXPORTS:
        raise TooManyExports
    made = DataExport(id=new_id("exp", at=now), account_id=account_id, requested_at=now)
    if rows.insert(made, unless_there=True):
        return queries.view_of(made)
    return queries.view_of(waiting.get())  # another request was faster


def request_export_as_staff(*, account_id: str, reason: str, actor: Actor, now: datetime) -> DataExportView:
    """The same for a customer who asked staff for it. :raises TooManyExports: :raises NotFound: if there is no such customer"""
    account_queries.get_customer(account_id)
    with tenancy.atomic():
        export = request_export(account_id=account_id, now=now)
        new = {"export": export.id}
        audit.record(actor=actor, action="account.export_requested", resource=account_id, new=new, reason=reason, now=now)
    return export


def make_link_as_staff(*, account_id: str, export_id: str, address: str, reason: str, actor: Actor, now: datetime) -> DownloadLink:
    """A link for staff who send the copy to the customer. :raises NotFound: :raises ExportNotReady:"""
    with tenancy.atomic():
        link = make_link(account_id=account_id, export_id=export_id, address=address, now=now)
        new = {"export": export_id}
        audit.record(actor=actor, action="account.export_fetched", resource=account_id, new=new, reason=reason, now=now)
    return link


def make_export(*, export_id: str, now: datetime) -> None:
    """Write the file. Safe to repeat; does nothing for a copy that is made, or of an account that is gone."""
    row = DataExport.objects.filter(pk=export_id, state=ExportState.PENDING).first()
    if row is None:
        return
    try:
        content = msgspec.json.format(msgspec.json.encode(dict(queries.gather(row.account_id))), indent=2)
    except NotFound:
        delete_all([row])
        return
    path = save_private(f"privacy/{export_id}.json", content, "application/json")
    ready = {"state": ExportState.READY, "path": path, "ready_at": now, "expires_at": now + FILE_LIFE}
    rows.change_where(DataExport, "id = %(id)s", {"id": export_id}, **ready)


def make_link(*, account_id: str, export_id: str, address: str, now: datetime) -> DownloadLink:
    """
    A link that downloads the file once; an earlier one ends. ``address`` is where downloads are.

    :raises NotFound: also for another customer's :raises ExportNotReady:
    """
    secret = new_secret()
    with tenancy.atomic():
        row = DataExport.objects.select_for_update().filter(account_id=account_id, pk=export_id).first()
        if row is None:
            raise NotFound
        if row.state != ExportState.READY:
            raise ExportNotReady
        row.link_hash, row.link_expires_at = hash_secret(secret), now + LINK_LIFE
        rows.change(row, "link_hash", "link_expires_at")
    return DownloadLink(url=f"{address}/{secret}", expires_at=now + LINK_LIFE)


def take_file(secret: str, *, now: datetime) -> IO[bytes]:
    """The file behind a link, which is used up by it. :raises DownloadUsed:"""
    link_hash = hash_secret(secret)
    row = DataExport.objects.filter(link_hash=link_hash, link_expires_at__gt=now, expires_at__gt=now).first()
    if row is None:
        raise DownloadUsed
    row.link_hash, row.link_expires_at = "", None
    try:
        rows.change(row, "link_hash", "link_expires_at", expected={"link_hash": link_hash})
    except rows.StaleRow:  # another download was faster
        raise DownloadUsed from None
    return open_blob(row.path)


def list_pending(*, before: datetime) -> list[str]:
    """Copies that were asked for before then and are not made: their task was lost."""
    return list(
        DataExport.objects.filter(state=ExportState.PENDING, requested_at__lt=before).order_by("id").values_list("id", flat=True)[:100]
    )


def delete_expired(*, now: datetime) -> None:
    delete_all(list(DataExport.objects.filter(expires_at__lte=now)[:1000]))


def delete_all(exports: list[DataExport]) -> None:
    """Files first: a row without its file is found again."""
    for export in exports:
        if export.path:
            delete_blob(export.path)
    rows.delete_where(DataExport, "id = ANY (%(ids)s::text[])", {"ids": [export.id for export in exports]})
