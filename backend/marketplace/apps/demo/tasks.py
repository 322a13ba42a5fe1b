from __future__ import annotations

from celery import shared_task

from marketplace.apps.demo.domain import load_demo
from marketplace.apps.demo.services import pictures
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.tasks import BULK, TenantTask

WHEN_NOTHING_ELSE_WAITS = 9  # of the queue's priorities, 0 being that of every other task


@shared_task(base=TenantTask, queue=BULK, acks_late=True)
def draw_demo_pictures(**_: object) -> None:
    """Draw the demo's next pictures, and send itself again for those after them, behind all else. Safe to run twice."""
    if pictures.draw_next(load_demo(tenancy.current().slug), now=clock.now()):
        draw_demo_pictures.apply_async(priority=WHEN_NOTHING_ELSE_WAITS)
