"""
Proves that the audit log is as it was written.

A change to a sealed entry, its removal, and an entry slipped in between are found here. Whoever can rewrite the whole
chain, or cut its end off, is found by a head noted earlier outside the database (``known_head``).
"""

from __future__ import annotations

from itertools import islice
from typing import Literal

from marketplace.foundation.audit.models import AuditEntry, AuditSeal
from marketplace.foundation.audit.sealing import hash_of, settled_id, unsealed_entries
from marketplace.foundation.audit.types import AuditLogVerification, TouchedEntry

CHUNK = 1000


def verify(*, known_head: str = "") -> AuditLogVerification:
    """Walk the whole chain of the tenant in scope, in constant memory. A ``known_head`` must still be one of its links."""
    touched, sealed, head, found_head = _walk(known_head)
    unsealed, settled = unsealed_entries(), settled_id()
    if touched is None and (inserted := unsealed.filter(id__lte=settled).order_by("id").first()):
        touched = TouchedEntry(inserted.id, "inserted")
    if touched is None and not found_head:
        touched = TouchedEntry(None, "head_lost")
    new = unsealed.filter(id__gt=settled).count()
    return AuditLogVerification(is_intact=touched is None, sealed=sealed, unsealed=new, head=head, first_touched=touched)


def _walk(known_head: str) -> tuple[TouchedEntry | None, int, str, bool]:
    sealed, previous, found_head = 0, "", not known_head
    seals = AuditSeal.objects.order_by("id").iterator(chunk_size=CHUNK)
    while chunk := list(islice(seals, CHUNK)):
        entries = AuditEntry.objects.in_bulk([seal.entry_id for seal in chunk])
        for seal in chunk:
            if kind := _fault(seal, entries.get(seal.entry_id), previous):
                return TouchedEntry(seal.entry_id, kind), sealed, previous, found_head
            sealed, previous = sealed + 1, seal.hash
            found_head = found_head or seal.hash == known_head
    return None, sealed, previous, found_head


def _fault(seal: AuditSeal, entry: AuditEntry | None, previous: str) -> Literal["", "altered", "missing", "chain_broken"]:
    if seal.previous != previous:
        return "chain_broken"
    if entry is None:
        return "missing"
    return "" if hash_of(entry, previous=previous) == seal.hash else "altered"
