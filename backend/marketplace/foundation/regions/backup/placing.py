"""Brings a backup to where it is kept: a folder, or a container of Azure Blob Storage."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from marketplace.foundation.blobs.outside import FileIsThere, OutsideUnavailable, is_container, put_into
from marketplace.foundation.regions.backup.latest import record_backup
from marketplace.foundation.regions.backup.manifest import BackupRefused, Manifest
from marketplace.foundation.regions.backup.saving import save_backup
from marketplace.foundation.tenancy.types import Tenant


class Placed(NamedTuple):
    """Where the file is now."""

    place: str
    size_bytes: int
    manifest: Manifest


def save_backup_to(tenant: Tenant | None, *, to: str, recipients: Sequence[str], now: datetime) -> Placed:
    """
    Save as ``save_backup`` does, in a folder or under the https address of a container, and note that it is there.

    For a container the file is made in the machine's folder for temporary files first, encrypted as ever.

    :raises BackupRefused: if it cannot be made, or the container does not take it; then nothing is noted
    """
    if is_container(to):
        with tempfile.TemporaryDirectory() as folder:
            path, manifest = save_backup(tenant, folder=Path(folder), recipients=recipients, now=now)
            size, place = path.stat().st_size, _put(path, to)
    else:
        path, manifest = save_backup(tenant, folder=Path(to), recipients=recipients, now=now)
        size, place = path.stat().st_size, str(path)
    record_backup(manifest.database, made_at=now, size_bytes=size, place=place)
    return Placed(place, size, manifest)


def _put(path: Path, container: str) -> str:
    try:
        with path.open("rb") as file:
            return put_into(container, path.name, file)
    except (FileIsThere, OutsideUnavailable) as error:
        raise BackupRefused(f"{path.name} is not in {container}: {error}") from error
