"""
What the processes' own logs tell of entries, for the seconds in which an entry has no seal yet.

After each commit the writing process logs the entry's id and hash. Logs lie outside the database: an entry that somebody
removes or alters before it is sealed is found by comparing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from itertools import islice

from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.audit.sealing import hash_of
from marketplace.foundation.audit.types import TouchedEntry

CHUNK = 1000
_NOTE = re.compile(r"audit entry (?P<tenant>[a-z0-9_-]+)/(?P<id>\d+) (?P<hash>[0-9a-f]{64})")

log = logging.getLogger(__name__)


def note_when_committed(entry: AuditEntry) -> None:
    """Log the entry's id and hash once the open transaction is committed."""
    digest = hash_of(entry, previous="")
    tenancy.on_commit(lambda: log.info("audit entry %s/%s %s", entry.tenant_id, entry.pk, digest))


def find_touched(lines: Iterable[str]) -> TouchedEntry | None:
    """The first entry of the tenant in scope that log lines tell of and that is gone or not as it was written."""
    slug = tenancy.current().slug
    notes = (found for line in lines if (found := _NOTE.search(line)) and found["tenant"] == slug)
    while chunk := [(int(note["id"]), note["hash"]) for note in islice(notes, CHUNK)]:
        entries = AuditEntry.objects.in_bulk([entry_id for entry_id, _ in chunk])
        for entry_id, digest in chunk:
            if entry_id not in entries:
                return TouchedEntry(entry_id, "missing")
            if hash_of(entries[entry_id], previous="") != digest:
                return TouchedEntry(entry_id, "altered")
    return None
