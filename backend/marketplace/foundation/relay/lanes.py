"""
Subscribers of one region at work at the same time, each in a lane of its own: one batch of events in one thread.

A lane that is busy claims nothing, so what it is slow with waits in the outbox, and no other lane waits for it. What the lanes have
delivered is recorded together, by the statement that claims the next batches: a relay that is killed in between notifies of it again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event as Signal

from django.db import connections

from marketplace.foundation import clock, tenancy
from marketplace.foundation.events.subscribers import BULK, PROMPT, lanes_of
from marketplace.foundation.relay import delivery, relay
from marketplace.foundation.relay.delivery import Claimed, Receipts
from marketplace.foundation.tenancy import directory

SPARE_CONNECTIONS = 3  # in addition to one for each lane: for claiming, announcements and measuring
# So long a lane rests after a batch that was not full: a subscriber costs by the batch more than by the event, and several events are a
# batch by then. A lane that had nothing to do takes an event at once.
REST_S = {PROMPT: 0.3, BULK: 0.5}
RECORD_EVERY_S = 0.1  # while lanes come to their end

log = logging.getLogger(__name__)


class Lanes:
    """The lanes of one queue in one region. ``ready`` is set when one has become free that had a full batch: there may be more for it."""

    def __init__(self, slug: str, queue: str) -> None:
        self.ready = Signal()
        self._slug, self._subscribers, self._rest_s = slug, lanes_of(queue), REST_S[queue]
        self._at_work: dict[str, Future[None]] = {}
        self._resting_until: dict[str, float] = {}
        self._receipts = Receipts()
        self._threads = ThreadPoolExecutor(max(len(self._subscribers), 1), thread_name_prefix=f"{queue}-{slug}")
        _widen_pool(slug, len(self._subscribers) + SPARE_CONNECTIONS)

    def run_once(self) -> int:
        """In the tenant's scope: record what was delivered, and give each free lane what is due. Returns how many events were."""
        claimed = relay.claim(self._free_lanes(), receipts=self._receipts, now=clock.now())
        for name, events in claimed.items():
            self._at_work[name] = self._threads.submit(self._deliver, name, events)
        return sum(map(len, claimed.values()))

    def close(self) -> None:
        """Begin nothing more. Returns when what is at work has ended, and is recorded."""
        self._threads.shutdown(wait=False)
        is_working = True
        while is_working:
            is_working = bool(wait(self._at_work.values(), timeout=RECORD_EVERY_S).not_done)
            self._record()

    def _free_lanes(self) -> list[str]:
        now = time.monotonic()
        busy = {name for name, work in self._at_work.items() if not work.done()}
        return [name for name in self._subscribers if name not in busy and self._resting_until.get(name, 0.0) <= now]

    def _deliver(self, name: str, events: Sequence[Claimed]) -> None:
        try:
            with tenancy.scope(directory.get(self._slug)):
                delivery.deliver(self._subscribers[name], events, receipts=self._receipts, now=clock.now())
        except Exception:  # they are due again when the claim has ended
            log.exception("%s has not dealt with what it was notified of in %s", name, self._slug)
        finally:
            relay.release_connections()
            if len(events) >= relay.BATCH:
                self.ready.set()
            else:
                self._resting_until[name] = time.monotonic() + self._rest_s

    def _record(self) -> None:
        """Of a region that is no longer active nothing is recorded: its events are due again if it comes back."""
        try:
            with tenancy.scope(directory.get(self._slug)):
                delivery.record(self._receipts, now=clock.now())
        except tenancy.UnknownTenant:
            self._receipts.take()
        except Exception:
            log.exception("what was delivered in %s cannot be recorded; it will be delivered again", self._slug)
        finally:
            relay.release_connections()


def _widen_pool(slug: str, most: int) -> None:
    """A lane that is stuck with a connection must not keep another from getting one. Before the first connection of the process."""
    options = connections.settings[slug]["OPTIONS"]
    if options["pool"]["max_size"] < most:
        options["pool"] = {**options["pool"], "max_size": most}
