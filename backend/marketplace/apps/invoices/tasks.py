from __future__ import annotations

from celery import shared_task

from marketplace.apps.invoices import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask


@shared_task(base=TenantTask, queue=BULK)
def issue_what_waited(**_: object) -> None:
    """
    Every hour: issue the invoices whose vendor has added what was missing, and those of the commission of months that are over; and make
    files that are not there. Safe to run twice.
    """
    services.issue_waiting(now=clock.now())
    services.issue_commission_invoices(now=clock.now())
    services.archive_missing_files(now=clock.now())
