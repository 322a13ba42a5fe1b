from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.foundation import clock, tenancy
from marketplace.foundation.events import relay
from marketplace.foundation.tenancy import directory

REST_S = 0.1
REST_AFTER_FAILURE_S = 2.0

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends what was committed to its subscribers, for every active region, until it is told to stop."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            rest_s = _one_round()
            if rest_s:
                stop.wait(rest_s)


def _one_round() -> float:
    """How long to rest: not at all while there is work."""
    moved = 0
    try:
        for tenant in directory.list_active():
            with tenancy.scope(tenant):
                moved += relay.run_once(now=clock.now())
    except Exception:
        log.exception("a round of the relay failed; it goes on")
        return REST_AFTER_FAILURE_S
    finally:
        relay.release_connections()
    return 0.0 if moved else REST_S
