"""Makes a backup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.regions.backup import tables
from marketplace.foundation.regions.backup.archive import ArchiveWriter, writing
from marketplace.foundation.regions.backup.contents import save_documents, save_files
from marketplace.foundation.regions.backup.manifest import FORMAT, PLATFORM_NAME, BackupRefused, Manifest
from marketplace.foundation.regions.databases import PLATFORM_SCHEMA
from marketplace.foundation.tenancy.router import PLATFORM
from marketplace.foundation.tenancy.types import Tenant


def save_backup(tenant: Tenant | None, *, folder: Path, recipients: Sequence[str], now: datetime) -> tuple[Path, Manifest]:
    """
    Write ``folder/eu-20261130T041500Z.zip.age``: of one region, or of the platform (``None``), which has neither documents nor files.

    Rows are as of one moment. The region goes on meanwhile. :raises BackupRefused: if there is no key, or the file cannot be written
    """
    if not recipients:
        raise BackupRefused("Name at least one public key (--recipient), or nobody could read the backup")
    name = tenant.slug if tenant else PLATFORM_NAME
    path = folder / f"{name}-{now:%Y%m%dT%H%M%SZ}.zip.age"
    folder.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise BackupRefused(f"{path} is there already")
    with writing(path, recipients) as archive:
        manifest = _save(archive, tenant, now=now)
        archive.finish(manifest)
    return path, manifest


def _save(archive: ArchiveWriter, tenant: Tenant | None, *, now: datetime) -> Manifest:
    connection = tables.raw_connection(tenant.slug if tenant else PLATFORM)
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        saved = tables.save_tables(connection, archive)
        sequences, migrations = tables.sequences(connection), tables.applied_migrations(connection)
    if tenant:
        with tenancy.scope(tenant):
            save_documents(archive)
            save_files(archive)
    return Manifest(
        format=FORMAT,
        database=tenant.slug if tenant else PLATFORM_NAME,
        schema=tenant.postgres_schema if tenant else PLATFORM_SCHEMA,
        made_at=now,
        documents_engine=settings.DOCUMENTS_ENGINE,
        migrations=migrations,
        tables=saved,
        sequences=sequences,
        members=archive.members,
    )
