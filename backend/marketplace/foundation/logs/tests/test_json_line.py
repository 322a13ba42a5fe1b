from __future__ import annotations

import json
import logging
import sys

from marketplace.foundation.logs.json_line import JsonLine
from marketplace.foundation.logs.scope_filter import ScopeFilter


def a_record(message: str, *values: object, **extra: object) -> logging.LogRecord:
    record = logging.LogRecord("marketplace.tests", logging.ERROR, __file__, 1, message, values, None)
    record.__dict__.update(extra)
    return record


def test_a_line_is_one_object_with_what_finds_its_request(tenant):
    record = a_record("two\nlines of %s", "a thing", data={"args": "of a task"})
    ScopeFilter().filter(record)

    line = JsonLine().format(record)

    found = json.loads(line)
    assert "\n" not in line
    assert (found["message"], found["level"], found["tenant"], found["request_id"]) == ("two\nlines of a thing", "ERROR", "eu", "-")
    assert found["at"].endswith("+00:00")
    assert found.keys() == {"at", "level", "logger", "tenant", "request_id", "trace_id", "process", "message"}


def test_the_error_stands_in_the_same_line():
    try:
        raise LookupError("no such cup")
    except LookupError:
        record = a_record("it failed")
        record.exc_info = sys.exc_info()

    line = JsonLine().format(record)

    assert "\n" not in line
    assert json.loads(line)["error"].endswith("LookupError: no such cup")
