from __future__ import annotations

from celery import shared_task

from marketplace.foundation import clock
from marketplace.foundation.audit import checkpointing, requests, sealing
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def seal_audit_entries(**_: object) -> None:
    """Chain what was committed since the last run, and sign what is proven. Safe to run at any time, also twice at once."""
    sealing.seal_entries()
    checkpointing.make_checkpoints()


@shared_task(base=TenantTask)
def enter_interrupted_requests(**_: object) -> None:
    """Once a minute: make entries of requests that ended before theirs. Safe to run at any time, also twice at once."""
    requests.enter_interrupted(now=clock.now())
