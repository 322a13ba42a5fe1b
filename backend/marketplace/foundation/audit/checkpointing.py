"""Makes the checkpoints: each after a walk over the entries that came since the one before."""

from __future__ import annotations

from marketplace.foundation.audit import checkpoints, verification
from marketplace.foundation.audit.models import AuditSeal
from marketplace.foundation.audit.sealing import settled_id

CHECKPOINT_EVERY = 1000


def make_checkpoints(*, every: int = CHECKPOINT_EVERY) -> int:
    """
    Walk and sign every full ``every`` seals since the last checkpoint; returns how many checkpoints were made.

    Where something was touched none is made, so that every later verification comes upon it.
    """
    made = 0
    while (start := checkpoints.find_latest()) is not None and (end := _find_end(start, every)) is not None:
        settled = max(start.settled_id, settled_id())
        walked = verification.walk(start, until_seal=end.pk)
        if walked.touched is not None or verification.find_inserted(start, settled) is not None:
            break
        checkpoints.add(checkpoints.Checkpoint(walked.seal_id, walked.sealed, walked.head, settled))
        made += 1
    return made


def _find_end(start: checkpoints.Checkpoint, every: int) -> AuditSeal | None:
    return AuditSeal.objects.filter(id__gt=start.seal_id).order_by("id")[every - 1 : every].first()
