from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.foundation import clock, metrics, observing, structs, tenancy
from marketplace.foundation.events.subscribers import PROMPT
from marketplace.foundation.relay import backlog, relay
from marketplace.foundation.relay.lanes import Lanes
from marketplace.foundation.relay.processes import supervise
from marketplace.foundation.tenancy import directory
from marketplace.kit.errors import Unavailable

REST_S = 0.1  # between rounds
REST_AFTER_FAILURE_S = 2.0
MEASURE_S = 15.0

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends what was committed to its subscribers, for every active region, until it is stopped."
    requires_system_checks = ()  # they load every endpoint, of which it serves none

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        log.info("relay: running")
        supervise(serve_in_process, stop)


def serve_in_process(slug: str, queue: str, stop: threading.Event) -> None:
    """All that a process does for one queue of one region."""
    observing.start("relay")
    structs.prepare()
    jobs: list[Callable[[], None]] = [partial(serve, slug, stop, queue)]
    if queue == PROMPT:
        jobs.append(partial(_again_and_again, slug, stop, relay.read_announced, name="announcements"))
        if settings.METRICS_ADDRESS:
            jobs.append(partial(measure, slug, stop))
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    observing.stop()


def serve(slug: str, stop: threading.Event, queue: str) -> None:
    """Rounds for one queue of one region, until it is stopped, or the region is no longer active."""
    lanes = Lanes(slug, queue)
    _again_and_again(slug, stop, lanes.run_once, name=queue, ready=lanes.ready)
    lanes.close()


def measure(slug: str, stop: threading.Event) -> None:
    """What waits in one region, again and again: in a thread of its own, since a search engine may be slow to say."""

    def run_once() -> int:
        backlog.measure(now=clock.now())
        return 0

    _again_and_again(slug, stop, run_once, rest_s=MEASURE_S)


def _again_and_again(
    slug: str,
    stop: threading.Event,
    run_once: Callable[[], int],
    *,
    name: str | None = None,
    rest_s: float = REST_S,
    ready: threading.Event | None = None,
) -> None:
    """
    ``name``: what the metric of its rounds is called; what only measures has none, or a silent search engine would look like
    a relay that stands still. ``ready``: setting it ends a rest. No rest after a round that moved as many events as one may.
    """
    while not stop.is_set():
        wait_s = rest_s
        try:
            with tenancy.scope(directory.get(slug)):
                moved = run_once()
            if name is not None:
                metrics.RELAY_ROUND.labels(slug, name).set_to_current_time()
            if moved >= relay.BATCH and ready is None:
                wait_s = 0.0
        except tenancy.UnknownTenant:
            return
        except Unavailable as error:
            log.warning("a round of the relay waits for %s: %s", slug, error)
            wait_s = REST_AFTER_FAILURE_S
        except Exception:
            log.exception("a round of the relay failed for %s; it goes on", slug)
            wait_s = REST_AFTER_FAILURE_S
        finally:
            relay.release_connections()
        (ready or stop).wait(wait_s)
        if ready is not None:
            ready.clear()
