"""Where files lie, as Django's storages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from config.env import Env, RegionEnv

CACHE_CONTROL = {"public": "public, max-age=31536000, immutable", "private": "private, no-store"}


def storages_of(env: Env) -> dict[str, Any]:
    """The folder under ``default``, and the two containers of each region's account, such as ``eu.public``."""
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        **{
            f"{region.slug}.{kind}": azure_container(kind, **_account(region))
            for region in env.region_databases
            if env.blobs_engine == "azure"
            for kind in CACHE_CONTROL
        },
    }


def azure_container(kind: str, **account: str) -> dict[str, Any]:
    """``kind`` is public or private, and the container's name; ``account`` as ``_account`` says."""
    return {
        "BACKEND": "marketplace.foundation.blobs.azure.AzureContainer",
        "OPTIONS": {
            "azure_container": kind,
            **account,
            "cache_control": CACHE_CONTROL[kind],
            "overwrite_files": True,
        },
    }


def _account(region: RegionEnv) -> dict[str, str]:
    """A region's account, opened by its key, or by the identity of this process."""
    if region.blobs_account_url is None:
        assert region.blobs_connection is not None  # env.py asks for one of the two
        return {"connection_string": region.blobs_connection.get_secret_value()}
    parts = urlsplit(region.blobs_account_url)
    name = parts.path.strip("/") or str(parts.hostname).partition(".")[0]  # an emulator has the account in the path
    return {"account_url": region.blobs_account_url, "account_name": name}
