"""A line of the log as a JSON object, for the program that collects the lines of all processes."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import msgspec


class JsonLine(logging.Formatter):
    """Behind ``ScopeFilter``. What libraries hang onto a record besides is left out: a request, say, or the arguments of a task."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "tenant": getattr(record, "tenant", "-"),
            "request_id": getattr(record, "request_id", "-"),
            "trace_id": getattr(record, "trace_id", "-"),
            "process": record.process,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()
