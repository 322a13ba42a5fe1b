"""Photos of what is wrong: private files, opened by links that live for minutes."""

from __future__ import annotations

import hashlib
from datetime import datetime

from marketplace.apps.orders.types import Order
from marketplace.apps.returns.errors import ReturnNotFound, TooManyPhotos
from marketplace.apps.returns.models import ReturnPhoto
from marketplace.apps.returns.services import states
from marketplace.foundation import rows
from marketplace.foundation.blobs import PrivateLink, private_link, save_private
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import derived_id, time_of
from marketplace.kit.texts import Text

MAX_PHOTO_BYTES = limits.declare("returns.photo", 10 * 1024 * 1024, "bytes", "Of a photo of a return; 413 `too_large` above.")
MAX_PHOTOS = limits.declare("returns.photos", 20, "photos", "Of the returns of one order; 409 `too_many_photos` for one more.")
# By how a file begins, whatever it is called. It is never shown in a page of ours, only downloaded.
_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}


def add_photo(*, order: Order, content: bytes, now: datetime) -> str:
    """
    Keep a photo for the returns of an order, and return its id. The same file a second time is the first one.

    :raises InvalidInput: if it is too large, or no JPEG or PNG
    :raises TooManyPhotos: at 20
    :raises BlobsUnavailable: if it cannot be kept; nothing is noted then
    """
    if len(content) > MAX_PHOTO_BYTES:
        raise InvalidInput(errors=[FieldError("file", "too_large", Text("At most {limit} MB", limit=MAX_PHOTO_BYTES // 1024 // 1024))])
    content_type = next((kind for beginning, kind in _BEGINNINGS.items() if content.startswith(beginning)), None)
    if content_type is None:
        raise InvalidInput(errors=[FieldError("file", "not_a_photo", Text("The file is no JPEG or PNG"))])
    photo_id = derived_id("rph", order.id, hashlib.sha256(content).hexdigest(), at=time_of(order.id))
    known = set(ReturnPhoto.objects.filter(order_id=order.id).values_list("pk", flat=True))
    if photo_id not in known:
        if len(known) >= MAX_PHOTOS:
            raise TooManyPhotos
        path = save_private(f"returns/{order.id}/{photo_id}", content, content_type)
        photo = ReturnPhoto(id=photo_id, order_id=order.id, path=path, content_type=content_type, uploaded_at=now)
        rows.insert(photo, unless_there=True)
    return photo_id


def link_to_photo(*, return_id: str, photo_id: str, vendor_id: str = "", now: datetime) -> PrivateLink:
    """A link that downloads a photo. :raises ReturnNotFound: if the vendor has no such return, or that no such photo"""
    row = states.find(return_id, vendor_id=vendor_id)
    photo = ReturnPhoto.objects.filter(pk=photo_id, order_id=row.order_id).first() if photo_id in row.photo_ids else None
    if photo is None:
        raise ReturnNotFound
    filename = f"{photo.id}.{_ENDINGS[photo.content_type]}"
    return private_link(photo.path, filename=filename, content_type=photo.content_type, now=now)
