"""Files of the tenant in scope; README.md says which endpoint serves which."""

from marketplace.foundation.blobs.names import InvalidBlob
from marketplace.foundation.blobs.port import BlobsUnavailable, PrivateLink
from marketplace.foundation.blobs.storage import (
    LINK_LIFE,
    beginning_of_blob,
    delete_blob,
    list_folder,
    open_blob,
    private_link,
    public_folder,
    public_url,
    save_into,
    save_private,
    save_public,
)

__all__ = [
    "LINK_LIFE",
    "BlobsUnavailable",
    "InvalidBlob",
    "PrivateLink",
    "beginning_of_blob",
    "delete_blob",
    "list_folder",
    "open_blob",
    "private_link",
    "public_folder",
    "public_url",
    "save_into",
    "save_private",
    "save_public",
]
