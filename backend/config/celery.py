from __future__ import annotations

import os
from typing import Any

from celery import Celery, signals
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("globalmarket")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def log_as_every_program(**_: Any) -> None:
    """As Django's settings say, which set it up: Celery leaves logging alone where this is connected."""


@signals.worker_process_init.connect
def show_what_it_does(**_: Any) -> None:
    """Once Django is there, in each process that runs tasks."""
    from marketplace.foundation import observing
    from marketplace.foundation.metrics import tasks

    tasks.count()  # before the task's span ends, which is what its time is an example of
    observing.start("worker")


@signals.worker_process_shutdown.connect
def send_what_is_left(**_: Any) -> None:
    from marketplace.foundation import observing

    observing.stop()


@signals.task_postrun.connect
def give_connections_back(sender: Any, **_: Any) -> None:
    """To the process's pool, where the next task finds them open."""
    if not sender.request.is_eager:
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()
