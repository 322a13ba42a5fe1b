"""Where files lie, as Django's storages."""

from __future__ import annotations

from typing import Any

from config.env import Env

CACHE_CONTROL = {"public": "public, max-age=31536000, immutable", "private": "private, no-store"}


def storages_of(env: Env) -> dict[str, Any]:
    """The folder under ``default``, and the two containers of each region's account, such as ``eu.public``."""
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        **{
            f"{region.slug}.{kind}": azure_container(kind, region.blobs_connection.get_secret_value())
            for region in env.region_databases
            if env.blobs_engine == "azure" and region.blobs_connection is not None
            for kind in CACHE_CONTROL
        },
    }


def azure_container(kind: str, connection: str) -> dict[str, Any]:
    """``kind`` is public or private, and the container's name."""
    return {
        "BACKEND": "marketplace.foundation.blobs.azure.AzureContainer",
        "OPTIONS": {
            "azure_container": kind,
            "connection_string": connection,
            "cache_control": CACHE_CONTROL[kind],
            "overwrite_files": True,
        },
    }
