"""How often a mail is tried, and which mails want consent."""

from __future__ import annotations

MAX_ATTEMPTS = 12
CAMPAIGN = "campaign:"  # the occasions of mails to segments begin so
