"""
Metrics for Prometheus, on an address of the program's own (``GM_METRICS_ADDRESS``), which is never the api's.

A program's processes count into files of one folder (the library's way for several processes). One of them shows the sum of all, with
exemplars for who asks in OpenMetrics' form; when it ends, another one takes over.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from prometheus_client import CollectorRegistry, Metric, start_http_server, values
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from marketplace.foundation.metrics import exemplars, pools, slots

LOOK_S = 5.0

log = logging.getLogger(__name__)


class _Sum(Collector):
    """What all processes have counted. A file that a process has just made is empty for a moment, and the library fails to read it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> Iterable[Metric]:
        files = [str(file) for file in self._folder.glob("*.db") if not _is_empty(file)]
        return exemplars.add_exemplars(MultiProcessCollector.merge(files), self._folder)


def _is_empty(file: Path) -> bool:
    """Also where it is gone: a dead process's files of living gauges are removed."""
    try:
        return file.stat().st_size == 0
    except FileNotFoundError:
        return True


def start() -> None:
    """
    Count for all to see from now on, where an address is set. Each process of a program calls it once, after the last fork and before it
    counts anything.

    :raises PermissionError: if another user has made the folder
    """
    address: str | None = settings.METRICS_ADDRESS
    if address is None:
        return
    folder = Path(tempfile.gettempdir()) / f"globalmarket-metrics-{re.sub(r'[^0-9a-f]+', '-', address)}"
    slot = slots.take(folder)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    ours = exemplars.Exemplars(folder / f"{slot}{exemplars.SUFFIX}")
    values.ValueClass = exemplars.keeping(values.MultiProcessValue(lambda: slot), ours)
    threading.Thread(target=_look_after, args=(folder, address, ours), name="metrics", daemon=True).start()


def _look_after(folder: Path, address: str, ours: exemplars.Exemplars) -> None:
    is_serving = False
    while True:
        try:
            is_serving = is_serving or _serves(folder, address)
            pools.measure()
            ours.write()
        except OSError as error:
            log.error("no metrics can be shown on %s: %s", address, error)
        except Exception:
            log.exception("metrics could not be taken")
        time.sleep(LOOK_S)


def _serves(folder: Path, address: str) -> bool:
    """Serve, unless another process does. :raises OSError: if another program has the port"""
    with slots.holding(folder / "serving") as is_ours:
        if is_ours:
            registry = CollectorRegistry()
            registry.register(_Sum(folder))
            host, _, port = address.rpartition(":")
            start_http_server(int(port), addr=host.strip("[]"), registry=registry)
    return is_ours
