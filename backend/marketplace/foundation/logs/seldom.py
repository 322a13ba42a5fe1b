"""A filter for loggers that say the same with each attempt."""

from __future__ import annotations

import logging


class Seldom(logging.Filter):
    """Lets one line pass, and none of that logger's for ``every_s`` seconds after it."""

    def __init__(self, every_s: float) -> None:
        super().__init__()
        self.every_s = every_s
        self._silent_until = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if record.created < self._silent_until:
            return False
        self._silent_until = record.created + self.every_s
        return True
