"""
Errors, reported to a server that speaks Sentry's protocol (``GM_SENTRY_DSN``): what is logged as an error, with the place in the code.

What is sent is a list of what may leave, not of what may not: kinds of errors, stacks, the constant text of our own log lines, the region
and the ids by which the whole line is found in the log. No value leaves: not the words of an error (PostgreSQL quotes the row in them), not
the arguments of a log line, no variables, nothing of the request.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings

from marketplace.foundation.logs.scope_filter import ScopeFilter

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

OWN = ("marketplace.", "config.")  # loggers whose texts are constant: values come as arguments
# What strangers send, by the thousand (the gateway's log has it), and a collector of traces that does not answer: no fault of the code.
STRAY = ("django.security", "opentelemetry")
END_WAIT_S = 2.0
KEPT = ("event_id", "timestamp", "platform", "level", "environment", "server_name", "sdk", "logger")
KEPT_OF_FRAME = ("filename", "abs_path", "function", "module", "lineno", "pre_context", "context_line", "post_context", "in_app")
KEPT_OF_MECHANISM = ("type", "handled", "exception_id", "parent_id", "is_exception_group")


def start(program: str) -> None:
    """
    Report from now on, where a server is set. Each process of a program calls it once, after the last fork.

    Sentry's SDK is imported here, so that a program without one does not load it. Its integrations stay off but for logging's.
    """
    if not settings.SENTRY_DSN:
        return
    import sentry_sdk
    from sentry_sdk.integrations.logging import LoggingIntegration

    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        environment=settings.ENV.environment,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        include_local_variables=False,
        max_breadcrumbs=0,
        send_default_pii=False,
        auto_session_tracking=False,
        shutdown_timeout=END_WAIT_S,
        before_send=lambda event, hint: scrubbed(event, hint, program=program),
    )


def stop() -> None:
    """Send what is left, and report nothing more."""
    if not settings.SENTRY_DSN:
        return
    import sentry_sdk

    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def scrubbed(event: Event, hint: Hint, *, program: str) -> Event | None:
    """What may leave of an event; nothing of what is ``STRAY``."""
    record: logging.LogRecord | None = hint.get("log_record")
    if record is None or record.name.startswith(STRAY):
        return None
    kept: dict[str, Any] = {name: value for name, value in event.items() if name in KEPT}
    kept["logentry"] = {"message": str(record.msg) if record.name.startswith(OWN) else record.name}
    if found := event.get("exception", {}).get("values"):
        kept["exception"] = {"values": [_kept_of_error(error) for error in found]}
    return cast("Event", {**kept, "tags": _tags(record, program)})


def _kept_of_error(error: Mapping[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "mechanism": _some(error.get("mechanism") or {}, KEPT_OF_MECHANISM),
        "stacktrace": {"frames": [_some(frame, KEPT_OF_FRAME) for frame in frames]},
    }


def _some(found: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}


def _tags(record: logging.LogRecord, program: str) -> dict[str, str]:
    ScopeFilter().filter(record)  # the console's handler may not have had it yet
    return {
        "program": program,
        "tenant": getattr(record, "tenant", "-"),
        "request_id": getattr(record, "request_id", "-"),
        "trace_id": getattr(record, "trace_id", "-"),
    }
