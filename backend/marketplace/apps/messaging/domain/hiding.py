"""What a message does not pass on. Pure."""

from __future__ import annotations

import re

HIDDEN = "•••"
# What people type as an address: also with blanks around the sign, in every script. The rest of the sentence stays.
_ADDRESS = re.compile(r"[\w.+%-]+\s?(?:@|＠|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)+", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """The text with each e-mail address in it hidden: customers and vendors write through the marketplace."""
    return _ADDRESS.sub(HIDDEN, text)
