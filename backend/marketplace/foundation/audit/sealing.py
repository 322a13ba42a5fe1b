"""Chains committed entries by hashes, in the order in which they are sealed."""

from __future__ import annotations

import hashlib
import json
import logging
from datetime import UTC, timedelta

from django.db import connections
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry, AuditSeal

SEAL_BATCH = 1000
LATE_S = 3600  # no transaction that writes an entry stays open longer
_LOCK = 7_230_125  # one sealer at a time

log = logging.getLogger(__name__)


def seal_entries() -> int:
    """Seal everything that is committed; returns how many entries. Safe to run at any time, also twice at once."""
    sealed = 0
    while batch := _seal_batch():
        sealed += batch
    return sealed


def hash_of(entry: AuditEntry, *, previous: str) -> str:
    """sha256 over the previous link and the entry's canonical JSON (sorted keys, no spaces, UTF-8, times in UTC)."""
    content = {field.attname: getattr(entry, field.attname) for field in AuditEntry._meta.concrete_fields}
    content["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def unsealed_entries() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(~Exists(AuditSeal.objects.filter(entry_id=OuterRef("id"))))


def settled_id() -> int:
    """
    Up to this id, every entry had its seal an hour ago; one that has none was slipped in. Above it, an entry may still
    come, since one with a lower id can commit after a higher one was sealed.
    """
    settled = AuditSeal.objects.filter(sealed_at__lt=Now() - timedelta(seconds=LATE_S)).order_by("-id").first()
    return settled.entry_id if settled else 0


def _seal_batch() -> int:
    with tenancy.atomic():
        with connections[tenancy.current().slug].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditSeal.objects.order_by("-id").first()
        previous = last.hash if last else ""
        seals = []
        for entry in unsealed_entries().filter(id__gt=settled_id()).order_by("id")[:SEAL_BATCH]:
            seal = AuditSeal(entry_id=entry.id, previous=previous, hash=hash_of(entry, previous=previous))
            seals.append(seal)
            previous = seal.hash
        AuditSeal.objects.bulk_create(seals)
    if seals:
        # Outside the database, a head noted in the logs shows later that the chain was not made anew from its start.
        log.info("audit log sealed: %s entries, head %s", len(seals), previous)
    return len(seals)
