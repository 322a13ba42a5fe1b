from __future__ import annotations

import logging

from celery import shared_task

from marketplace.apps.insights import queries
from marketplace.foundation import clock, metrics
from marketplace.foundation.tenancy.tasks import TenantTask

log = logging.getLogger(__name__)


@shared_task(base=TenantTask)
def check_books(**_: object) -> None:
    """Every day: check the books, log each difference as an error and count them for the operator's alert. Changes nothing."""
    report = queries.check_books(now=clock.now())
    differences = [*(item for books in report.currencies for item in books.differences), *report.other_differences]
    for difference in differences:
        log.error("the books differ: %s", difference)
    metrics.BOOKS_DIFFERENCES.labels(metrics.tenant_in_scope()).set(len(differences))
    metrics.BOOKS_CHECKED.labels(metrics.tenant_in_scope()).set_to_current_time()
    if report.is_clean:
        log.info("the books agree")
