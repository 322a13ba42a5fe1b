from __future__ import annotations

import logging

from celery import shared_task

from marketplace.apps.insights import queries
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import TenantTask

log = logging.getLogger(__name__)


@shared_task(base=TenantTask)
def check_books(**_: object) -> None:
    """Every day: check the books, and log each difference as an error. Changes nothing."""
    report = queries.check_books(now=clock.now())
    for difference in [*(item for books in report.currencies for item in books.differences), *report.other_differences]:
        log.error("the books differ: %s", difference)
    if report.is_clean:
        log.info("the books agree")
