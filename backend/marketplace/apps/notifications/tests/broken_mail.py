from __future__ import annotations

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, messages: object) -> int:
        raise OSError("no route to the mail server")
