"""Files of the tenant in scope: ``save_public``, ``save_private``, ``open_blob``, ``public_url``."""

from marketplace.foundation.blobs.storage import InvalidBlob, open_blob, public_url, save_private, save_public

__all__ = ["InvalidBlob", "open_blob", "public_url", "save_private", "save_public"]
