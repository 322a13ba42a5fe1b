"""
What the processes' own logs tell of entries, for the seconds in which an entry has no seal yet.

After each commit the writing process logs the entry's id and hash, signed with a key of the tenant. Logs lie outside the database: an
entry that is removed or altered before it is sealed is found by comparing. Others can have text written into a log, too (an
address that they ask for, a name): a line counts only from this module's logger, at its end, with a signature that is right.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from itertools import islice

from marketplace.foundation import encryption, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.audit.sealing import hash_of
from marketplace.foundation.audit.types import TouchedEntry

CHUNK = 1000
PURPOSE = "audit.note"
# As config/logs.py has it: time, level, this module's logger, tenant, request.
_NOTE = re.compile(
    r"INFO marketplace\.foundation\.audit\.notes tenant=\S+ request=\S+"
    r" audit entry (?P<tenant>[a-z0-9_-]+)/(?P<id>[0-9]{1,19}) (?P<hash>[0-9a-f]{64}) (?P<signature>[0-9a-f]{64})\s*$",
    re.ASCII,
)

log = logging.getLogger(__name__)


def note_when_committed(entry: AuditEntry) -> None:
    """Log the entry's id and hash once the open transaction is committed."""
    fact = _fact(entry.tenant_id, entry.pk, hash_of(entry, previous=""))
    signature = encryption.sign(fact, purpose=PURPOSE)
    tenancy.on_commit(lambda: log.info("audit entry %s %s", fact, signature))


def _fact(tenant: str, entry_id: int, digest: str) -> str:
    return f"{tenant}/{entry_id} {digest}"


def _is_ours(note: re.Match[str]) -> bool:
    """Whether this program wrote it, for the tenant in scope."""
    fact = _fact(note["tenant"], int(note["id"]), note["hash"])
    return note["tenant"] == tenancy.current().slug and encryption.is_signed(fact, note["signature"], purpose=PURPOSE)


def find_touched(lines: Iterable[str]) -> TouchedEntry | None:
    """The first entry of the tenant in scope that signed log lines tell of and that is gone or not as it was written."""
    notes = (found for line in lines if (found := _NOTE.search(line)) and _is_ours(found))
    while chunk := [(int(note["id"]), note["hash"]) for note in islice(notes, CHUNK)]:
        entries = AuditEntry.objects.in_bulk([entry_id for entry_id, _ in chunk])
        for entry_id, digest in chunk:
            if entry_id not in entries:
                return TouchedEntry(entry_id, "missing")
            if hash_of(entries[entry_id], previous="") != digest:
                return TouchedEntry(entry_id, "altered")
    return None
