from __future__ import annotations

import functools
import logging
import signal
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.foundation import clock, tenancy
from marketplace.foundation.events import backlog, relay
from marketplace.foundation.metrics import exposition, figures
from marketplace.foundation.tenancy import directory
from marketplace.kit.errors import Unavailable

REST_S = 0.1  # after a batch that was not full, too: what gathers meanwhile is cheaper told together
REST_AFTER_FAILURE_S = 2.0
LOOK_FOR_REGIONS_S = 5.0
MEASURE_S = 15.0
ROUNDS: dict[str, Callable[..., int]] = {"prompt": relay.run_once, "bulk": relay.run_bulk_once}

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends what was committed to its subscribers, for every active region, until it is told to stop."
    requires_system_checks = ()  # they load every door, of which it serves none

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        exposition.start()
        log.info("relay: running")
        serve_all(stop)


def serve_all(stop: threading.Event) -> None:
    """
    Threads for each region, so that one whose database is slow or gone holds up no other, nor its bulk the rest of it.

    New regions join in.
    """
    jobs: dict[str, Callable[[str, threading.Event], None]] = {queue: functools.partial(serve, queue=queue) for queue in ROUNDS}
    if settings.METRICS_ADDRESS:
        jobs["measure"] = measure
    threads: dict[str, threading.Thread] = {}
    while not stop.is_set():
        for name, job, slug in ((f"{name}-{slug}", job, slug) for slug in _active_slugs() for name, job in jobs.items()):
            if name not in threads or not threads[name].is_alive():
                threads[name] = threading.Thread(target=job, args=(slug, stop), name=name)
                threads[name].start()
        stop.wait(LOOK_FOR_REGIONS_S)
    for thread in threads.values():
        thread.join()


def serve(slug: str, stop: threading.Event, queue: str) -> None:
    """Rounds for one region, of what is prompt or of bulk, until it is told to stop, or the region is no longer active."""
    while not stop.is_set():
        try:
            with tenancy.scope(directory.get(slug)):
                moved = ROUNDS[queue](now=clock.now())
            figures.RELAY_ROUND.labels(slug, queue).set_to_current_time()
            rest_s = 0.0 if moved >= relay.BATCH else REST_S
        except tenancy.UnknownTenant:
            return
        except Unavailable as error:
            log.warning("a round of the relay waits for %s: %s", slug, error)
            rest_s = REST_AFTER_FAILURE_S
        except Exception:
            log.exception("a round of the relay failed for %s; it goes on", slug)
            rest_s = REST_AFTER_FAILURE_S
        finally:
            relay.release_connections()
        if rest_s:
            stop.wait(rest_s)


def measure(slug: str, stop: threading.Event) -> None:
    """What waits in one region, again and again: in a thread of its own, since a search engine may be slow to say."""
    while not stop.is_set():
        try:
            with tenancy.scope(directory.get(slug)):
                backlog.measure(now=clock.now())
        except tenancy.UnknownTenant:
            return
        except Unavailable as error:
            log.warning("what waits in %s cannot be measured: %s", slug, error)
        except Exception:
            log.exception("what waits in %s cannot be measured", slug)
        finally:
            relay.release_connections()
        stop.wait(MEASURE_S)


def _active_slugs() -> list[str]:
    try:
        return [tenant.slug for tenant in directory.list_active()]
    except Exception:
        log.exception("the directory of regions cannot be read; the relay tries again")
        return []
    finally:
        relay.release_connections()
