"""The actors' mail: on a developer's machine every mail is a file in one folder."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from callers import wait_for
from narration import Stopped

_SEPARATOR = re.compile(rb"^-{79}\r?\n?", re.MULTILINE)


class Mailbox:
    """Reads what arrived for one address."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder, self.address = folder, address

    def messages(self) -> list[EmailMessage]:
        """All mails to the address, the oldest first."""
        found: list[tuple[str, EmailMessage]] = []
        for file in sorted(self._folder.glob("*.log")):
            content = file.read_bytes()
            if self.address.encode() in content:
                found += [(file.name, message) for message in _split(content) if message["To"] == self.address]
        return [message for _, message in found]

    def wait_for(self, what: str, words: str) -> EmailMessage:
        """The newest mail whose subject or text has ``words``. :raises Stopped: if none comes"""

        def read() -> EmailMessage | None:
            fitting = [message for message in self.messages() if words in f"{message['Subject']}\n{text_of(message)}"]
            return fitting[-1] if fitting else None

        return wait_for(f"the mail to {self.address} {what}", read)


def text_of(message: EmailMessage) -> str:
    """The plain text of a mail."""
    body = message.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body is not None else ""


def token_in(message: EmailMessage) -> str:
    """The token of the link in a mail. :raises Stopped: if it has none"""
    found = re.search(r"token=([\w-]+)", text_of(message))
    if found is None:
        raise Stopped(f"The mail {message['Subject']!r} holds no link with a token.")
    return found[1]


def _split(content: bytes) -> list[EmailMessage]:
    parts = [part for part in _SEPARATOR.split(content) if part.strip()]
    return [message for part in parts if isinstance(message := email.message_from_bytes(part, policy=default), EmailMessage)]
