from __future__ import annotations

from celery import shared_task

from marketplace.apps.visual_search import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask

PATIENCE_S = 8.0  # shorter than the time between two, so that they do not do the same twice


@shared_task(base=TenantTask, queue=BULK)
def look_at_pictures(**_: object) -> None:
    """Every ten seconds: new pictures get a vector and advice."""
    services.look_at_pictures(now=clock.now(), patience_s=PATIENCE_S)
