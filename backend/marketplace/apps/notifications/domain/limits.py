"""How often a mail is tried."""

from __future__ import annotations

MAX_ATTEMPTS = 12
