"""Puts the tenant and the request's id on every log line."""

from __future__ import annotations

import logging

from marketplace.foundation import tenancy
from marketplace.foundation.rest.request_id import current_request_id


class ScopeFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        tenant = tenancy.find_current()
        record.tenant = tenant.slug if tenant else "-"
        record.request_id = current_request_id() or "-"
        return True
