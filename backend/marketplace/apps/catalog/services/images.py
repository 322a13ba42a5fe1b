"""
Uploaded pictures. Small ones are made in all widths at once; of large ones the shop has two files at once, and a worker
makes the rest from the upload, which is private and deleted then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from marketplace.apps.catalog import editing, identity, picture_folders, pictures, queries, rules
from marketplace.apps.catalog.models import PictureFolder
from marketplace.apps.catalog.pictures import WEBP, Rendition
from marketplace.apps.catalog.services.products import change_product, changed_by_hand, refuse
from marketplace.apps.catalog.types import Image, ImportedImage, Product, Texts
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import delete_blob, list_folder, open_blob, public_folder, save_into, save_private
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.kit.ids import ProductId, VariantId, VendorId

AT_ONCE_PIXELS = 1_000_000  # all widths of it cost the request 0.2 s; of the largest they would cost 1 s
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

    If the product's ``folders_in_the_making`` are not empty, ``settle_picture`` is to be called for each.

    :raises InvalidInput: if it is no picture, too large, animated, or for a variant that the product does not have
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
    return ImportedImage(
        path=f"{folder}/{picture.width}.webp",
        small_path=f"{folder}/{pictures.small_width_of(picture)}.webp",
        folder=folder,
        widths=pictures.widths_of(picture),
        preview=pictures.preview_of(picture),
        width=picture.width,
        height=picture.height,
    )


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
        PictureFolder.objects.filter(pk=folder).update(due_at=row.kept_until)
        return
    uploads = list_folder(_upload_folder(folder))
    if image is None:
        _delete(path for path in list_folder(folder) if path != row.kept_path)
    elif not image.widths:
        _finish(row, uploads, now=now)
    _delete(uploads)
    PictureFolder.objects.filter(pk=folder, kept_until=row.kept_until).delete()


def _kept(image_id: str, product: Product, content: bytes, *, now: datetime) -> Image:
    """The picture of a file, stored: whole, or so much of it that the shop can show it."""
    picture = pictures.decode(content)
    product_id = ProductId(product.id)
    folder = picture_folders.open_folder(vendor_id=product.vendor_id, product_id=product_id, now=now)
    is_small = picture.width * picture.height <= AT_ONCE_PIXELS
    if not is_small:
        save_private(f"uploads/{_name_of(folder)}/picture", content, UPLOAD_TYPE)
    small_width = pictures.small_width_of(picture)
    first = (pictures.rendition(picture, width, WEBP) for width in sorted({small_width, picture.width}))
    _save(folder, pictures.renditions(picture) if is_small else first)
    return Image(
        id=image_id,
        path=f"{folder}/{picture.width}.webp",
        small_path=f"{folder}/{small_width}.webp",
        folder=folder,
        widths=pictures.widths_of(picture) if is_small else [],
        preview=pictures.preview_of(picture),
        width=picture.width,
        height=picture.height,
    )


def _finish(row: PictureFolder, uploads: Sequence[str], *, now: datetime) -> None:
    """Make all renditions from the upload, then let the shop show them."""
    with open_blob(uploads[0]) as file:
        picture = pictures.decode(file.read())
    _save(row.folder, pictures.renditions(picture))
    widths = pictures.widths_of(picture)

    def finish(product: Product) -> Product | None:
        images = [_with_widths(image, widths) if image.folder == row.folder else image for image in product.images]
        return None if images == product.images else msgspec.structs.replace(product, images=images)

    change_product(VendorId(row.vendor_id), ProductId(row.product_id), finish, now=now)


def _with_widths(image: Image, widths: list[int]) -> Image:
    return msgspec.structs.replace(image, widths=widths)


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
