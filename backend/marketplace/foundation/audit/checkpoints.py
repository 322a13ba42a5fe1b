"""
Signed facts about the chain, so that not every question walks it from its beginning.

The signature is made with a key of the tenant that is not in the database: who can write there can remove a checkpoint,
and make none.
"""

from __future__ import annotations

import msgspec

from marketplace.foundation import encryption
from marketplace.foundation.audit.models import AuditCheckpoint

PURPOSE = "audit.checkpoint"


class Checkpoint(msgspec.Struct, frozen=True):
    """What is signed; the fields are those of ``AuditCheckpoint``."""

    seal_id: int
    sealed: int
    head: str
    settled_id: int


BEGINNING = Checkpoint(0, 0, "", -(2**63))


def find_latest() -> Checkpoint | None:
    """The last checkpoint, or ``BEGINNING``; none if this program did not sign it."""
    row = AuditCheckpoint.objects.order_by("-seal_id").first()
    return BEGINNING if row is None else _proven(row)


def read_all() -> list[Checkpoint] | None:
    """Every checkpoint, oldest first; none if one of them was not signed by this program."""
    proven = [_proven(row) for row in AuditCheckpoint.objects.order_by("seal_id")]
    return None if None in proven else [checkpoint for checkpoint in proven if checkpoint]


def add(checkpoint: Checkpoint) -> None:
    """Sign and keep it. Two programs at once keep one."""
    signature = encryption.encrypt(msgspec.json.encode(checkpoint), purpose=PURPOSE)
    row = AuditCheckpoint(**msgspec.structs.asdict(checkpoint), signature=signature)
    AuditCheckpoint.objects.bulk_create([row], ignore_conflicts=True)


def _proven(row: AuditCheckpoint) -> Checkpoint | None:
    current = Checkpoint(row.seal_id, row.sealed, row.head, row.settled_id)
    try:
        signed = encryption.decrypt(row.signature, purpose=PURPOSE)
    except encryption.CannotDecrypt:
        return None
    return current if msgspec.json.decode(signed, type=Checkpoint) == current else None
