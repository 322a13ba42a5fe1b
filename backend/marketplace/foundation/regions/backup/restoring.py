"""Brings a backup back."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.regions.backup import tables
from marketplace.foundation.regions.backup.archive import ArchiveReader, reading
from marketplace.foundation.regions.backup.contents import load_documents, load_files, refuse_documents
from marketplace.foundation.regions.backup.manifest import BackupRefused, Manifest
from marketplace.foundation.regions.backup.saving import PLATFORM_NAME
from marketplace.foundation.regions.databases import PLATFORM_SCHEMA, acting_as_owner
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.router import PLATFORM
from marketplace.foundation.tenancy.types import Tenant


def check_backup(path: Path, *, identity: str) -> Manifest:
    """Open it with the secret key and compare every part with its hash; no store is asked. :raises BackupRefused: if it is not whole"""
    with reading(path, identity) as archive:
        return archive.manifest


def restore_backup(path: Path, tenant: Tenant | None, *, identity: str, replace: bool) -> Manifest:
    """
    Fill a region (``None``: the platform) that `provision` has made from its backup. Other regions are not touched.

    Rows come back all or not at all; files and documents follow, so that a restore that was interrupted is repeated with ``replace``.

    :raises BackupRefused: if the file is damaged, is of another region or version, or there are rows or documents and ``replace`` is off
    """
    with reading(path, identity) as archive:
        manifest = archive.manifest
        name = tenant.slug if tenant else PLATFORM_NAME
        if manifest.database != name:
            raise BackupRefused(f"The backup is of {manifest.database}, not of {name}")
        if tenant and manifest.documents_engine != settings.DOCUMENTS_ENGINE:
            raise BackupRefused(f"The backup's documents are of the engine {manifest.documents_engine}, not of {settings.DOCUMENTS_ENGINE}")
        if tenant and not replace:
            with tenancy.scope(tenant):
                refuse_documents()
        _load_rows(archive, tenant, replace=replace)
        directory.forget()
        if tenant:
            with tenancy.scope(tenant):
                load_documents(archive)
                load_files(archive)
    return manifest


def _load_rows(archive: ArchiveReader, tenant: Tenant | None, *, replace: bool) -> None:
    alias, schema = (tenant.slug, tenant.postgres_schema) if tenant else (PLATFORM, PLATFORM_SCHEMA)
    with acting_as_owner(alias, schema=schema, admin_url=settings.POSTGRES_ADMIN_URL):
        connection = tables.raw_connection(alias)
        with connection.transaction():
            tables.refuse_unless_it_fits(connection, archive.manifest, replace=replace)
            tables.load_tables(connection, archive)
