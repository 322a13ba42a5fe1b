from __future__ import annotations

import itertools
import logging
import signal
import threading
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.foundation import clock, tenancy
from marketplace.foundation.events import relay
from marketplace.foundation.tenancy import directory
from marketplace.kit.errors import Unavailable

REST_S = 0.1  # after a batch that was not full, too: what gathers meanwhile is cheaper told together
REST_AFTER_FAILURE_S = 2.0
LOOK_FOR_REGIONS_S = 5.0
ROUNDS: tuple[Callable[..., int], ...] = (relay.run_once, relay.run_bulk_once)

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends what was committed to its subscribers, for every active region, until it is told to stop."
    requires_system_checks = ()  # they load every door, of which it serves none

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        log.info("relay: running")
        serve_all(stop)


def serve_all(stop: threading.Event) -> None:
    """
    Two threads for each region, so that one whose database is slow or gone holds up no other, nor its bulk the rest of it.

    New regions join in.
    """
    threads: dict[tuple[str, Callable[..., int]], threading.Thread] = {}
    while not stop.is_set():
        for work in itertools.product(_active_slugs(), ROUNDS):
            if work not in threads or not threads[work].is_alive():
                slug, run_round = work
                threads[work] = threading.Thread(target=serve, args=(slug, stop, run_round), name=f"{run_round.__name__}-{slug}")
                threads[work].start()
        stop.wait(LOOK_FOR_REGIONS_S)
    for thread in threads.values():
        thread.join()


def serve(slug: str, stop: threading.Event, run_round: Callable[..., int]) -> None:
    """Rounds for one region until it is told to stop, or the region is no longer active."""
    while not stop.is_set():
        try:
            with tenancy.scope(directory.get(slug)):
                moved = run_round(now=clock.now())
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


def _active_slugs() -> list[str]:
    try:
        return [tenant.slug for tenant in directory.list_active()]
    except Exception:
        log.exception("the directory of regions cannot be read; the relay tries again")
        return []
    finally:
        relay.release_connections()
