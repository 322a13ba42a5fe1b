"""Puts the tenant, the request's id and the trace on every log line."""

from __future__ import annotations

import logging

from marketplace.foundation import tenancy, tracing
from marketplace.foundation.logs.request_id import REQUEST_ID, current_request_id

TENANT = "globalmarket.tenant"  # where the request says it, once its scope is left


class ScopeFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        tenant = tenancy.find_current()
        of_request = getattr(getattr(record, "request", None), "META", {})
        record.tenant = tenant.slug if tenant else of_request.get(TENANT, "-")
        record.request_id = current_request_id() or of_request.get(REQUEST_ID, "-")
        record.trace_id = tracing.current_id() or "-"
        return True
