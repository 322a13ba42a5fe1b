"""The engine that this process uses, as the settings name it."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.foundation.blobs.port import BlobStore

ENGINES = {
    "files": "marketplace.foundation.blobs.files.FileBlobStore",
    "azure": "marketplace.foundation.blobs.azure.AzureBlobStore",
}


def store() -> BlobStore:
    return _engine(settings.BLOBS_ENGINE)


@cache
def _engine(name: str) -> BlobStore:
    engine: BlobStore = import_string(ENGINES[name])()
    return engine
