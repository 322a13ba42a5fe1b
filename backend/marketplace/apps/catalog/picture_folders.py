"""Notes on folders of pictures, written before their files, so that nothing that was begun or let go is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.catalog.models import PictureFolder
from marketplace.apps.catalog.types import Product
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import public_folder
from marketplace.kit.ids import ProductId, VendorId, new_id

LOOKED_AT_AGAIN_AFTER = timedelta(minutes=10)
UPLOAD_LIFE = timedelta(hours=1)  # longer than any upload takes until its product shows it
# Pages, caches and search answers may show a picture for a while after its product has let it go.
GRACE = timedelta(days=7)
BATCH = 100


def open_folder(*, vendor_id: VendorId, product_id: ProductId, now: datetime) -> str:
    """The path of a new folder for a picture of the product."""
    folder = public_folder(f"{_folder_of(vendor_id, product_id)}/{new_id('pic', at=now)}")
    PictureFolder.objects.create(
        folder=folder, vendor_id=vendor_id, product_id=product_id, due_at=now + LOOKED_AT_AGAIN_AFTER, kept_until=now + UPLOAD_LIFE
    )
    return folder


def let_go(old: Product, new: Product, *, now: datetime) -> None:
    """Note the pictures that ``new`` no longer shows. Before it is stored: one that is shown after all is kept when looked at."""
    shown = {image.folder for image in new.images}
    own = public_folder(_folder_of(old.vendor_id, old.id))  # other folders are shared, as the demo's are
    until = now + GRACE
    for image in old.images:
        if image.folder.startswith(f"{own}/") and image.folder not in shown:
            said = {"due_at": until, "kept_until": until, "kept_path": image.small_path}
            owner = {"vendor_id": old.vendor_id, "product_id": old.id}
            PictureFolder.objects.update_or_create(folder=image.folder, defaults={**said, **owner})


def claim_due_folders(*, now: datetime) -> list[str]:
    """Folders to look at now; nobody else is given them for some minutes."""
    with tenancy.atomic():
        due = PictureFolder.objects.select_for_update(skip_locked=True).filter(due_at__lte=now).order_by("due_at")[:BATCH]
        folders = [row.folder for row in due]
        PictureFolder.objects.filter(pk__in=folders).update(due_at=now + LOOKED_AT_AGAIN_AFTER)
    return folders


def _folder_of(vendor_id: str, product_id: str) -> str:
    return f"products/{vendor_id}/{product_id}"
