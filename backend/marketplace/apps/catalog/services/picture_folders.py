"""Notes on folders of pictures, written before their files, so that nothing that was begun or let go is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.catalog.errors import TooManyPictures
from marketplace.apps.catalog.models import PictureFolder
from marketplace.apps.catalog.statements import LET_GO
from marketplace.apps.catalog.types import Product
from marketplace.foundation import rows, tenancy
from marketplace.foundation.blobs import public_folder
from marketplace.foundation.postgres import sql
from marketplace.kit import limits
from marketplace.kit.ids import ProductId, VendorId, new_id

LOOKED_AT_AGAIN_AFTER = timedelta(minutes=10)
UPLOAD_LIFE = timedelta(hours=1)  # longer than any upload takes until its product shows it
# Pages, caches and search answers may show a picture for a while after its product has let it go.
GRACE = timedelta(days=7)
BATCH = 100
MAX_UNFINISHED = limits.declare("catalog.pictures_in_the_making", 50, "pictures", "Of one vendor; 409 `too_many_pictures` for one more.")


def open_folder(*, vendor_id: VendorId, product_id: ProductId, now: datetime) -> str:
    """
    The path of a new folder for a picture of the product.

    :raises TooManyPictures: if ``MAX_UNFINISHED`` of the vendor's are not made yet
    """
    # Those that were let go are kept for longer than an upload lives.
    if PictureFolder.objects.filter(vendor_id=vendor_id, kept_until__lte=now + UPLOAD_LIFE).count() >= MAX_UNFINISHED:
        raise TooManyPictures(limit=MAX_UNFINISHED)
    folder = public_folder(f"{_folder_of(vendor_id, product_id)}/{new_id('pic', at=now)}")
    times = {"due_at": now + LOOKED_AT_AGAIN_AFTER, "kept_until": now + UPLOAD_LIFE}
    rows.insert(PictureFolder(folder=folder, vendor_id=vendor_id, product_id=product_id, **times))
    return folder


def let_go(old: Product, new: Product, *, now: datetime) -> None:
    """Note the pictures that ``new`` no longer shows. Before it is stored: one that is shown after all is kept when looked at."""
    shown = {image.folder for image in new.images}
    own = public_folder(_folder_of(old.vendor_id, old.id))  # other folders are shared, as the demo's are
    for image in old.images:
        if image.folder.startswith(f"{own}/") and image.folder not in shown:
            folder = {"folder": image.folder, "vendor_id": old.vendor_id, "product_id": old.id}
            sql.run(LET_GO, {**folder, "until": now + GRACE, "kept_path": image.small_path})


def claim_due_folders(*, now: datetime) -> list[str]:
    """Folders to look at now; nobody else is given them for some minutes."""
    with tenancy.atomic():
        due = PictureFolder.objects.select_for_update(skip_locked=True).filter(due_at__lte=now).order_by("due_at")[:BATCH]
        folders = [row.folder for row in due]
        rows.change_where(PictureFolder, "folder = ANY (%(folders)s::text[])", {"folders": folders}, due_at=now + LOOKED_AT_AGAIN_AFTER)
    return folders


def _folder_of(vendor_id: str, product_id: str) -> str:
    return f"products/{vendor_id}/{product_id}"
