from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from marketplace.apps.analytics import services
from marketplace.foundation import clock
from marketplace.foundation.tenancy.tasks import BULK, TenantTask

LOST_AFTER = timedelta(minutes=5)


@shared_task(base=TenantTask, queue=BULK)
def refresh_aggregates(**_: object) -> None:
    """Every few minutes: sum the hours again in which something changed. Safe to run twice."""
    services.refresh(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def keep_partitions(**_: object) -> None:
    """Every day: the tables for the days to come, and none of days that are over their time. Safe to run twice."""
    services.keep_partitions(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def score_customers(**_: object) -> None:
    """Every day: what each customer is worth, for segments, cohorts and what is expected. Safe to run twice."""
    services.score_customers(now=clock.now())


@shared_task(base=TenantTask, queue=BULK, acks_late=True)
def make_export(*, export_id: str, **_: object) -> None:
    """Write a report into its file. Safe to run twice."""
    services.make_export(export_id=export_id, now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def resume_exports(**_: object) -> None:
    """Every few minutes: make the files whose task was lost, and delete those that have expired."""
    now = clock.now()
    for export_id in services.list_pending_exports(before=now - LOST_AFTER):
        make_export.apply_async(kwargs={"export_id": export_id})
    services.delete_expired_exports(now=now)


@shared_task(base=TenantTask, queue=BULK)
def mail_due_reports(**_: object) -> None:
    """Every quarter of an hour: mail the saved reports that are due. Safe to run twice."""
    services.mail_due_reports(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def watch_alerts(**_: object) -> None:
    """Every five minutes: fire the alert rules whose time has come. Safe to run twice, also at the same time."""
    services.fire_alerts(now=clock.now())


@shared_task(base=TenantTask, queue=BULK)
def send_campaigns(**_: object) -> None:
    """Every minute, and when one is started: have the mails written of campaigns that are being sent. Safe to run twice, also at once."""
    services.send_campaigns(now=clock.now())
