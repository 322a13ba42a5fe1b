"""
Uploaded pictures. A request only looks at the head of a file and keeps it; a worker makes the picture in all widths from the upload,
which is private and deleted then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from PIL import Image as Pillow

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.domain import editing, identity, rules
from marketplace.apps.catalog.models import PictureFolder
from marketplace.apps.catalog.services import picture_folders
from marketplace.apps.catalog.services.products import change_product, changed_by_hand, refuse
from marketplace.apps.catalog.types import Image, ImageState, Product, Texts
from marketplace.apps.catalog.types.imported import ImportedImage
from marketplace.foundation import rows, tenancy
from marketplace.foundation.blobs import delete_blob, list_folder, open_blob, public_folder, save_into, save_private
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.kit import pictures
from marketplace.kit.errors import InvalidInput
from marketplace.kit.ids import ProductId, VariantId, VendorId
from marketplace.kit.pictures import Rendition

UPLOAD_TYPE = "application/octet-stream"


def add_image(
    *,
    vendor_id: VendorId,
    product_id: ProductId,
    content: bytes,
    alt: Texts,
    variant_ids: Sequence[VariantId] = (),
    now: datetime,
) -> Product:
    """
    Add an uploaded picture behind the product's others; the same file a second time only takes the new ``alt``.

    It is shown when a worker has made it: ``settle_picture`` is to be called for each of the product's ``folders_in_the_making``.

    :raises InvalidInput: if it is no picture, too large, animated, or for a variant that the product does not have
    :raises TooManyPictures: if too many of the vendor's are not made yet
    :raises BlobsUnavailable: if it cannot be stored; the product is as it was
    """
    product = queries.get_product(vendor_id, product_id)  # before anything is stored for a product that is not there
    image_id = identity.image_id_of(product_id, hashlib.sha256(content).hexdigest())
    kept = product.find_image(image_id) or _kept(image_id, product, content, now=now)

    def add(product: Product) -> Product:
        image = product.find_image(image_id) or kept
        image = msgspec.structs.replace(image, alt=alt, variant_ids=list(variant_ids))
        others = [known for known in product.images if known.id != image_id]
        with_image = msgspec.structs.replace(product, images=[*others, image], updated_at=now)
        refuse(rules.faults_of(with_image, tenancy.current()))
        return changed_by_hand(editing.settled(with_image))

    return change_product(vendor_id, product_id, add, now=now)


def store_shared_picture(*, name: str, content: bytes) -> ImportedImage:
    """
    Store a picture of our own in all widths, for any product to show. The same picture is the same files.

    :raises InvalidInput: if it is no picture
    """
    picture = pictures.decode(content)
    folder = public_folder(f"{name}/{hashlib.sha256(content).hexdigest()[:32]}")
    _save(folder, pictures.renditions(picture))
    return ImportedImage(folder=folder, **_facts(folder, picture))


def open_picture(content: bytes, *, max_pixels: int) -> Pillow.Image:
    """
    A picture that is looked at and not kept: upright, in sRGB, without what cameras write into it.

    :raises InvalidInput: if it has more pixels, or is no picture, animated or damaged
    """
    return pictures.decode(content, max_pixels=max_pixels)


def settle_picture(*, folder: str, now: datetime) -> None:
    """
    Do what is left to do for a picture: make its renditions, or delete its files once no product has shown it for a
    while. Safe to repeat, and to run twice at once.

    :raises BlobsUnavailable: to be tried again
    """
    row = PictureFolder.objects.filter(pk=folder).first()
    if row is None:
        return
    image = _shown_image(row)
    if image is None and now < row.kept_until:
        rows.change_where(PictureFolder, "folder = %(folder)s", {"folder": folder}, due_at=row.kept_until)
        return
    uploads = list_folder(_upload_folder(folder))
    if image is None:
        _delete(path for path in list_folder(folder) if path != row.kept_path)
    elif image.state == ImageState.PROCESSING:
        _finish(row, uploads, now=now)
    _delete(uploads)
    looked_at = {"folder": folder, "kept_until": row.kept_until}
    rows.delete_where(PictureFolder, "folder = %(folder)s AND kept_until = %(kept_until)s", looked_at)


def _kept(image_id: str, product: Product, content: bytes, *, now: datetime) -> Image:
    """The picture of a file, to be made."""
    pictures.check(content)
    folder = picture_folders.open_folder(vendor_id=product.vendor_id, product_id=ProductId(product.id), now=now)
    save_private(f"uploads/{_name_of(folder)}/picture", content, UPLOAD_TYPE)
    return Image(id=image_id, folder=folder)


def _finish(row: PictureFolder, uploads: Sequence[str], *, now: datetime) -> None:
    """Make all renditions from the upload, then let the shop show them; or say why they cannot be made."""
    with open_blob(uploads[0]) as file:
        content = file.read()
    try:
        picture = pictures.decode(content)
    except InvalidInput as refused:
        facts: dict[str, Any] = {"failure": refused.errors[0].message.as_data()}
    else:
        _save(row.folder, pictures.renditions(picture))
        facts = _facts(row.folder, picture)

    def finish(product: Product) -> Product | None:
        images = [msgspec.structs.replace(image, **facts) if image.folder == row.folder else image for image in product.images]
        return None if images == product.images else msgspec.structs.replace(product, images=images)

    change_product(VendorId(row.vendor_id), ProductId(row.product_id), finish, now=now)


def _facts(folder: str, picture: Pillow.Image) -> dict[str, Any]:
    """What pages need of a picture that is stored in all widths."""
    return {
        "path": f"{folder}/{picture.width}.webp",
        "small_path": f"{folder}/{pictures.small_width_of(picture)}.webp",
        "widths": pictures.widths_of(picture),
        "preview": pictures.preview_of(picture),
        "width": picture.width,
        "height": picture.height,
    }


def _shown_image(row: PictureFolder) -> Image | None:
    try:
        product = queries.get_product(VendorId(row.vendor_id), row.product_id)
    except DocumentNotFound:
        return None
    return next((image for image in product.images if image.folder == row.folder), None)


def _save(folder: str, files: Iterable[Rendition]) -> None:
    for width, content_type, content in files:
        save_into(folder, str(width), content, content_type)


def _delete(paths: Iterable[str]) -> None:
    for path in paths:
        delete_blob(path)


def _upload_folder(folder: str) -> str:
    return f"{tenancy.current().slug}/private/uploads/{_name_of(folder)}"


def _name_of(folder: str) -> str:
    return folder.rpartition("/")[2]
