"""How many tasks wait for a worker, by queue. The queues are the platform's: tasks of all regions wait in them together."""

from __future__ import annotations

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from marketplace.foundation.tenancy.tasks import BULK
from marketplace.kit.errors import Unavailable


class QueuesUnavailable(Unavailable):
    code = "queues_unavailable"
    title = "The queues of tasks do not answer"


def waiting_tasks() -> dict[str, int]:
    """:raises QueuesUnavailable:"""
    try:
        with current_app.connection_for_read() as connection:
            channel = connection.default_channel
            return {queue: channel.queue_declare(queue).message_count for queue in (settings.CELERY_TASK_DEFAULT_QUEUE, BULK)}
    except (OperationalError, ConnectionError) as error:
        raise QueuesUnavailable(note=repr(error)) from error
