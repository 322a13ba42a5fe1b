"""For tests: lets what waits for a commit happen, and mails arrive at once. Nothing outside tests imports this."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from celery import current_app
from django.core import mail

OnCommit = Callable[..., AbstractContextManager[list[Callable[[], object]]]]


@contextmanager
def committed(capture_on_commit: OnCommit, *, tenant: str = "eu") -> Iterator[list[mail.EmailMessage]]:
    """The block's on-commit work is done at its end, by tasks run in place; yields the outbox."""
    before = current_app.conf.task_always_eager
    current_app.conf.task_always_eager = True
    try:
        with capture_on_commit(using=tenant, execute=True):
            yield mail.outbox
    finally:
        current_app.conf.task_always_eager = before


def token_in(message: mail.EmailMessage) -> str:
    """The token of the link in a mail."""
    found = re.search(r"token=([\w-]+)", str(message.body))
    assert found, message.body
    return found[1]
