"""
Imports a file into region ``mena`` for a vendor made for it, as a worker does; prints what it took, as JSON.

Run by ``imports.py`` in the environment of its stack, a process for each file: its peak of memory is this import's alone.
"""
# ruff: noqa: E402  # models can be imported once Django is set up

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connections

from marketplace.apps.imports import services
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.types import VendorApplication
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy import directory
from marketplace.kit.actors import SYSTEM
from marketplace.kit.ids import VendorId

REGION = "mena"


def measure(path: Path) -> dict[str, Any]:
    """Seconds, seconds of CPU, peak memory in MB and SQL statements of the import; its counts; the vendor's slug."""
    now = clock.now()
    slug = f"imports-{path.stem}"
    application = VendorApplication(
        name=f"Imports of {path.stem} rows",
        legal_name="Imports W.L.L.",
        slug=slug,
        country="KW",
        email=f"{slug}@vendor.example",
        owner_name="Bench Owner",
        language="en",
    )
    # Nobody logs in, and making a real hash takes more memory than the import.
    vendor = vendor_services.apply_as_vendor(application=application, password_hash="argon2$none", actor=SYSTEM, now=now)
    vendor_services.approve_vendor(vendor_id=vendor.id, reason="Benchmark", actor=SYSTEM, now=now)
    with path.open("rb") as file:
        started = services.start_import(
            vendor_id=VendorId(vendor.id),
            filename=path.name,
            file=file,
            currency="KWD",
            language="en",
            is_dry_run=False,
            actor=SYSTEM,
            now=now,
        )
    statements: list[None] = []

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(None)
        return execute(sql, params, many, context)

    began, spent = time.monotonic(), time.process_time()
    with connections[REGION].execute_wrapper(count):
        view = services.run_import(import_id=started.id, now=now)
    return {
        "seconds": time.monotonic() - began,
        "cpu_s": time.process_time() - spent,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "statements": len(statements),
        "is_complete": view.is_complete,
        "rows": view.counts.rows_done,
        "products": view.counts.created,
        "vendor": slug,
    }


def main() -> None:
    with tenancy.scope(directory.get(REGION)):
        measured = measure(Path(sys.argv[1]))
    for connection in connections.all():
        connection.close_pool()
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
