"""Puts the tenant, the id of the request or task, and the trace on every log line."""

from __future__ import annotations

import logging

from celery import current_task

from marketplace.foundation import tenancy, tracing
from marketplace.foundation.logs.request_id import REQUEST_ID, current_request_id
from marketplace.foundation.tenancy.headers import tenant_of

TENANT = "globalmarket.tenant"  # where the request says it, once its scope is left


class ScopeFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        tenant = tenancy.find_current()
        of_request = getattr(getattr(record, "request", None), "META", {})
        task = current_task.request if current_task else None  # Celery says what came of it outside of the task's scope
        record.tenant = tenant.slug if tenant else of_request.get(TENANT) or (tenant_of(task) if task else None) or "-"
        record.request_id = current_request_id() or of_request.get(REQUEST_ID) or (task.id if task else None) or "-"
        record.trace_id = tracing.current_id() or "-"
        return True
