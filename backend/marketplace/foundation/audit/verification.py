"""
Proves that the audit log is as it was written.

A change to a sealed entry, its removal, and an entry slipped in between are found here. An attacker who can rewrite the whole
chain, or cut its end off, is found by a head that was signed (a checkpoint) or noted outside the database (``known_head``).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Literal

import msgspec

from marketplace.foundation.audit.checkpoints import BEGINNING, Checkpoint, find_latest, read_all
from marketplace.foundation.audit.models import AuditEntry, AuditSeal
from marketplace.foundation.audit.sealing import hash_of, settled_id, unsealed_entries
from marketplace.foundation.audit.types import AuditLogVerification, TouchedEntry

CHUNK = 1000


class Walk(msgspec.Struct, frozen=True):
    """How far a walk along the chain came: the last good seal, how many entries were sealed up to it, and its hash."""

    seal_id: int
    sealed: int
    head: str
    touched: TouchedEntry | None = None


def verify(*, known_head: str = "") -> AuditLogVerification:
    """Walk the whole chain of the tenant in scope, in constant memory, over all checkpoints and a ``known_head``."""
    checkpoints = read_all()
    if checkpoints is None:
        return _result(BEGINNING, Walk(0, 0, "", TouchedEntry(None, "checkpoint_forged")))
    heads = {checkpoint.head for checkpoint in checkpoints} | ({known_head} if known_head else set())
    return _result(BEGINNING, walk(BEGINNING, must_pass=heads))


def verify_since_checkpoint() -> AuditLogVerification:
    """
    Walk from the last checkpoint on: a thousand entries or two, however long the log is.

    What was touched before the checkpoint is found by ``verify`` alone.
    """
    start = find_latest()
    if start is None:
        return _result(BEGINNING, Walk(0, 0, "", TouchedEntry(None, "checkpoint_forged")))
    if start.seal_id and not AuditSeal.objects.filter(pk=start.seal_id, hash=start.head).exists():
        return _result(start, Walk(start.seal_id, start.sealed, start.head, TouchedEntry(None, "head_lost")))
    return _result(start, walk(start))


def walk(start: Checkpoint, *, until_seal: int | None = None, must_pass: set[str] | None = None) -> Walk:
    """Along the chain from ``start``, to its end or to a seal, over every head of ``must_pass``. The first fault ends it."""
    at, missing = Walk(start.seal_id, start.sealed, start.head), set(must_pass or ())
    wanted = AuditSeal.objects.filter(id__gt=start.seal_id).order_by("id")
    seals = (wanted.filter(id__lte=until_seal) if until_seal is not None else wanted).iterator(chunk_size=CHUNK)
    while chunk := list(islice(seals, CHUNK)):
        at = _step(at, chunk, AuditEntry.objects.in_bulk([seal.entry_id for seal in chunk]))
        if at.touched is not None:
            return at
        missing -= {seal.hash for seal in chunk}
    return msgspec.structs.replace(at, touched=TouchedEntry(None, "head_lost")) if missing else at


def find_inserted(start: Checkpoint, settled: int) -> AuditEntry | None:
    """An entry that came without a seal where, since ``start``, none could come any more."""
    return unsealed_entries().filter(id__gt=start.settled_id, id__lte=settled).order_by("id").first()


def _step(at: Walk, seals: list[AuditSeal], entries: Mapping[int, AuditEntry]) -> Walk:
    seal_id, sealed, head = at.seal_id, at.sealed, at.head
    for seal in seals:
        if kind := _fault(seal, entries.get(seal.entry_id), head):
            return Walk(seal_id, sealed, head, TouchedEntry(seal.entry_id, kind))
        seal_id, sealed, head = seal.pk, sealed + 1, seal.hash
    return Walk(seal_id, sealed, head)


def _result(start: Checkpoint, walked: Walk) -> AuditLogVerification:
    settled, touched = settled_id(), walked.touched
    if (touched is None or touched.kind == "head_lost") and (inserted := find_inserted(start, settled)):
        touched = TouchedEntry(inserted.pk, "inserted")
    return AuditLogVerification(
        is_intact=touched is None,
        sealed=walked.sealed,
        proven_earlier=start.sealed,
        unsealed=unsealed_entries().filter(id__gt=max(settled, start.settled_id)).count(),
        head=walked.head,
        first_touched=touched,
    )


def _fault(seal: AuditSeal, entry: AuditEntry | None, previous: str) -> Literal["", "altered", "missing", "chain_broken"]:
    if seal.previous != previous:
        return "chain_broken"
    if entry is None:
        return "missing"
    return "" if hash_of(entry, previous=previous) == seal.hash else "altered"
