from __future__ import annotations

from celery import shared_task

from marketplace.apps.catalog.demo import load_demo
from marketplace.apps.imports import demo_pictures, services
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.tasks import BULK, TenantTask
from marketplace.kit.errors import Unavailable
from marketplace.kit.texts import Text

MAX_RETRIES = 6
WHEN_NOTHING_ELSE_WAITS = 9  # of the queue's priorities, 0 being that of every other task


@shared_task(base=TenantTask, queue=BULK, bind=True, acks_late=True, max_retries=MAX_RETRIES)
def run_import(self: TenantTask, *, import_id: str, **_: object) -> None:
    """Safe to run twice: what is done is skipped, so a killed worker's successor goes on where it stopped."""
    try:
        services.run_import(import_id=import_id, now=clock.now())
    except Unavailable as error:
        raise self.retry(exc=error, countdown=2**self.request.retries) from error
    except Exception:
        services.give_up(import_id=import_id, reason=Text("It could not go on, because of a fault on our side"), now=clock.now())
        raise


@shared_task(base=TenantTask)
def resume_imports(**_: object) -> None:
    """Send imports that stand still to a worker again; every half a minute."""
    for import_id in services.claim_stranded(now=clock.now()):
        run_import.apply_async(kwargs={"import_id": import_id})


@shared_task(base=TenantTask, queue=BULK, acks_late=True)
def draw_demo_pictures(**_: object) -> None:
    """Draw the demo's next pictures, and send itself again for those after them, behind all else. Safe to run twice."""
    if demo_pictures.draw_next(load_demo(tenancy.current().slug), now=clock.now()):
        draw_demo_pictures.apply_async(priority=WHEN_NOTHING_ELSE_WAITS)
