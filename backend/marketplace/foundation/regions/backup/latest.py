"""Which backup of a database is the latest that reached its place: what an operator is alerted by."""

from __future__ import annotations

from datetime import datetime

from marketplace.foundation import metrics
from marketplace.foundation.regions.backup.manifest import PLATFORM_NAME
from marketplace.foundation.regions.models import LatestBackup

NEVER = 0.0


def record_backup(database: str, *, made_at: datetime, size_bytes: int, place: str) -> None:
    """Note one that is where it is to be kept. An older one than is noted changes nothing."""
    values = {"made_at": made_at, "size_bytes": size_bytes, "place": place}
    _, is_new = LatestBackup.objects.get_or_create(database=database, defaults=values)
    if not is_new:
        LatestBackup.objects.filter(database=database, made_at__lt=made_at).update(**values)


def measure_backups(region: str) -> None:
    """Show when the region's last backup was made, and the platform's; ``NEVER`` where there is none."""
    made_at = dict(LatestBackup.objects.filter(database__in=[region, PLATFORM_NAME]).values_list("database", "made_at"))
    for database in (region, PLATFORM_NAME):
        at = made_at.get(database)
        metrics.BACKUP_MADE.labels(database).set(at.timestamp() if at else NEVER)
