"""What an operator sees of a program: metrics, traces and errors. Each is there where its setting names a place for it."""

from __future__ import annotations

from marketplace.foundation import error_reports
from marketplace.foundation.metrics import exposition
from marketplace.foundation.tracing import exporting


def start(program: str) -> None:
    """Each process of a program calls it once, after the last fork and before it does anything. :raises PermissionError: see exposition"""
    exposition.start()
    exporting.start(program)
    error_reports.start(program)


def stop() -> None:
    """Send what is left of traces and errors: a process that was forked ends without saying so to Python."""
    exporting.stop()
    error_reports.stop()
