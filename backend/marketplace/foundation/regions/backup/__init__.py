"""
A region's rows, documents and files in one encrypted file, and back into an empty region (docs/guides/back-up-and-restore.md).

The tables' rows are copied, not the database: `provision` makes the schema anew, on any server, with the owner and the triggers that it
should have. So no program of PostgreSQL's has to be of the server's version.
"""

from marketplace.foundation.regions.backup.latest import measure_backups, record_backup
from marketplace.foundation.regions.backup.manifest import BackupRefused
from marketplace.foundation.regions.backup.placing import save_backup_to
from marketplace.foundation.regions.backup.restoring import check_backup, restore_backup
from marketplace.foundation.regions.backup.saving import save_backup

__all__ = ["BackupRefused", "check_backup", "measure_backups", "record_backup", "restore_backup", "save_backup", "save_backup_to"]
