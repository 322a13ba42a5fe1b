"""
Figures for Prometheus, on an address of the program's own (``GM_METRICS_ADDRESS``), which is never the api's.

A program's processes count into files of one folder (the library's way for several processes). One of them shows the sum of all;
when it ends, another one takes over.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import threading
import time
from pathlib import Path

from django.conf import settings
from prometheus_client import CollectorRegistry, start_http_server, values
from prometheus_client.multiprocess import MultiProcessCollector

from marketplace.foundation.metrics import pools, slots

LOOK_S = 5.0

log = logging.getLogger(__name__)


def start() -> None:
    """
    Count for all to see from now on, where an address is set. Each process of a program calls it once, after the last fork and before it
    counts anything.

    :raises PermissionError: if somebody else has made the folder
    """
    address: str | None = settings.METRICS_ADDRESS
    if address is None:
        return
    folder = Path(tempfile.gettempdir()) / f"globalmarket-metrics-{re.sub(r'[^0-9a-f]+', '-', address)}"
    slot = slots.take(folder)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    values.ValueClass = values.MultiProcessValue(lambda: slot)
    threading.Thread(target=_look_after, args=(folder, address), name="metrics", daemon=True).start()


def _look_after(folder: Path, address: str) -> None:
    is_serving = False
    while True:
        try:
            is_serving = is_serving or _serves(folder, address)
            pools.measure()
        except OSError as error:
            log.error("no figures can be shown on %s: %s", address, error)
        except Exception:
            log.exception("figures could not be taken")
        time.sleep(LOOK_S)


def _serves(folder: Path, address: str) -> bool:
    """Serve, unless another process does. :raises OSError: if another program has the port"""
    with slots.holding(folder / "serving") as is_ours:
        if is_ours:
            registry = CollectorRegistry()
            MultiProcessCollector(registry, path=str(folder))
            host, _, port = address.rpartition(":")
            start_http_server(int(port), addr=host.strip("[]"), registry=registry)
    return is_ours
