"""The Celery way in: a task carries its tenant in a header and runs in its scope."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from celery import Task, current_app, shared_task

from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.headers import TENANT, tenant_of

BULK = "bulk"  # the queue of tasks that take long or come by the hundred; what people wait for goes by the usual one


class TenantTask(Task):
    """Base of every task that touches tenant data: it cannot be sent, or run, without a tenant."""

    def apply_async(self, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        headers = {**(options.pop("headers", None) or {})}
        if TENANT not in headers:
            headers[TENANT] = tenancy.current().slug
        return super().apply_async(args, kwargs, headers=headers, **options)

    def send_after_commit(self, **kwargs: Any) -> None:
        """Send the task once the open transaction has committed (at once when there is none)."""
        tenancy.on_commit(lambda: self.apply_async(kwargs=kwargs))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        slug = tenant_of(self.request)
        tenant = directory.get(slug) if slug else tenancy.current()
        with tenancy.scope(tenant):
            return super().__call__(*args, **kwargs)


@shared_task
def fan_out(*, task: str, local_hour: int | None = None) -> None:
    """
    Send a task once to every active tenant, or to those where it is ``local_hour`` of the day: how Celery's clock reaches tenant work.
    """
    now = datetime.now(UTC)
    for tenant in directory.list_active():
        if local_hour is None or tenant.local_hour(now) == local_hour:
            current_app.tasks[task].apply_async(headers={TENANT: tenant.slug})
