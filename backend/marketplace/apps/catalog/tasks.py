from __future__ import annotations

from celery import shared_task

from marketplace.apps.catalog import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask
from marketplace.kit.errors import Unavailable

MAX_RETRIES = 5


@shared_task(base=TenantTask, queue=BULK, bind=True, acks_late=True, max_retries=MAX_RETRIES)
def settle_picture(self: TenantTask, *, folder: str, **_: object) -> None:
    """Safe to run twice: the same files are made again. The periodic task finds a picture whose task never ran."""
    try:
        services.settle_picture(folder=folder, now=clock.now())
    except Unavailable as error:
        raise self.retry(exc=error, countdown=2**self.request.retries) from error


@shared_task(base=TenantTask)
def settle_due_pictures(**_: object) -> None:
    """Send pictures that were left half made, or that no product shows any more, to a worker; every minute."""
    for folder in services.claim_due_folders(now=clock.now()):
        settle_picture.apply_async(kwargs={"folder": folder})


@shared_task(base=TenantTask, queue=BULK)
def forget_old_prices(**_: object) -> None:
    """Every day: prices that are too old to learn from. Safe to repeat."""
    services.forget_old_prices(now=clock.now())
