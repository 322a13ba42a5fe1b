"""The bulk queue in Valkey, as the workers have it."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Empty
from typing import Any

from celery import current_app

from marketplace.foundation.tenancy.tasks import BULK


def take_all() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What waits, taken out of the queue: each task's name, the region that it was sent for and its arguments."""
    with current_app.connection_for_read() as connection, connection.SimpleQueue(current_app.amqp.queues[BULK]) as queue:
        while True:
            try:
                message = queue.get(block=False)
            except Empty:
                return
            message.ack()
            _, arguments, _ = message.payload
            yield message.headers["task"], message.headers["tenant"], arguments


def work() -> None:
    """Do all that waits; it is of the tenant in scope."""
    for name, _, arguments in list(take_all()):
        current_app.tasks[name](**arguments)
