"""
A vendor's logo. A request only looks at the head of the file and keeps it; a worker makes the picture in all widths from the upload, and
deletes what is no longer shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from PIL import Image as Pillow

from marketplace.apps.vendors.events import VendorLogoChanged
from marketplace.apps.vendors.models import Vendor
from marketplace.apps.vendors.queries import view_of
from marketplace.apps.vendors.services.locking import lock_open_vendor, lock_vendor, require_open
from marketplace.apps.vendors.types import Logo, LogoState, VendorView
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.blobs import delete_blob, list_folder, open_blob, public_folder, save_into, save_private
from marketplace.foundation.events import outbox
from marketplace.kit import pictures
from marketplace.kit.actors import Actor
from marketplace.kit.errors import InvalidInput
from marketplace.kit.ids import new_id

MAX_SIDE_PX = 640  # it is shown small
UPLOAD_TYPE = "application/octet-stream"


def set_logo(*, vendor_id: str, content: bytes, actor: Actor, now: datetime) -> VendorView:
    """
    Take an uploaded picture as the vendor's logo. It is shown when a worker has made it.

    :raises InvalidInput: if it is no picture, too large or animated
    :raises VendorStateForbids: once the vendor is closed
    :raises BlobsUnavailable: if it cannot be stored; the logo is as it was
    """
    pictures.check(content)
    require_open(vendor_id)  # before the upload is stored; asked again under the lock
    logo_id = new_id("logo", at=now)
    save_private(f"uploads/{logo_id}/picture", content, UPLOAD_TYPE)
    return _replace(vendor_id, Logo(folder=public_folder(f"logos/{logo_id}")), actor=actor, now=now)


def remove_logo(*, vendor_id: str, actor: Actor, now: datetime) -> VendorView:
    """
    Show no logo any more; there may have been none.

    :raises VendorStateForbids: once the vendor is closed
    """
    return _replace(vendor_id, Logo(), actor=actor, now=now)


def settle_logo(*, vendor_id: str, now: datetime) -> None:
    """
    Do what is left to do for a vendor's logo: make its renditions, and delete the files of earlier ones. Safe to repeat.

    :raises BlobsUnavailable: to be tried again
    """
    vendor = Vendor.objects.filter(pk=vendor_id).first()
    if vendor is None:
        return
    logo = msgspec.convert(vendor.logo, Logo)
    if logo.state == LogoState.PROCESSING:
        _store_made(vendor_id, logo, _made(logo), now=now)
    if logo.former:
        _delete(path for folder in logo.former for path in [*list_folder(folder), *_uploads_of(folder)])
        _forget_former(vendor_id, logo)


def _replace(vendor_id: str, new: Logo, *, actor: Actor, now: datetime) -> VendorView:
    with tenancy.atomic():
        vendor = lock_open_vendor(vendor_id)
        old = msgspec.convert(vendor.logo, Logo)
        former = [*old.former, *([old.folder] if old.folder else [])]
        vendor.logo = msgspec.to_builtins(msgspec.structs.replace(new, former=former))
        rows.change(vendor, "logo", events=[outbox.record(VendorLogoChanged(vendor_id=vendor_id), now=now)])
        audit.record(
            actor=actor,
            action="vendor.logo_changed",
            resource=vendor_id,
            old={"logo": old.folder},
            new={"logo": new.folder},
            now=now,
        )
    return view_of(vendor)


def _made(logo: Logo) -> Logo:
    """The logo with its files stored, or with why there are none."""
    uploads = _uploads_of(logo.folder)
    if not uploads:
        return logo  # another worker has made it
    try:
        with open_blob(uploads[0]) as file:
            picture = pictures.decode(file.read())
    except InvalidInput as refused:
        return msgspec.structs.replace(logo, failure=refused.errors[0].message.as_data())
    picture.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Pillow.Resampling.LANCZOS)
    for width, content_type, content in pictures.renditions(picture):
        save_into(logo.folder, str(width), content, content_type)
    facts: dict[str, Any] = {"widths": pictures.widths_of(picture), "width": picture.width, "height": picture.height}
    return msgspec.structs.replace(logo, **facts)


def _store_made(vendor_id: str, logo: Logo, made: Logo, *, now: datetime) -> None:
    with tenancy.atomic():
        vendor = lock_vendor(vendor_id)
        is_wanted = vendor.logo.get("folder") == logo.folder
        if is_wanted and made != logo:
            vendor.logo = msgspec.to_builtins(msgspec.structs.replace(made, former=vendor.logo.get("former", [])))
            rows.change(vendor, "logo", events=[outbox.record(VendorLogoChanged(vendor_id=vendor_id), now=now)])
    _delete(_uploads_of(logo.folder))


def _forget_former(vendor_id: str, logo: Logo) -> None:
    with tenancy.atomic():
        vendor = lock_vendor(vendor_id)
        kept = [folder for folder in vendor.logo.get("former", []) if folder not in logo.former]
        vendor.logo = {**vendor.logo, "former": kept}
        rows.change(vendor, "logo")


def _uploads_of(folder: str) -> list[str]:
    return list_folder(f"{tenancy.current().slug}/private/uploads/{folder.rpartition('/')[2]}")


def _delete(paths: Iterable[str]) -> None:
    for path in paths:
        delete_blob(path)
