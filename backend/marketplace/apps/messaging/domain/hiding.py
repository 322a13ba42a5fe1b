"""What a message does not pass on. Pure."""

from __future__ import annotations

import re

HIDDEN = "•••"
# What people type as an address: also with blanks around its signs, in every script. A domain ends with letters, which no amount does.
_AT = r"\s?(?:[@＠]|\(at\)|\[at\])\s?"
_DOT = r"\s?(?:[.。．]|\(dot\)|\[dot\])\s?"
# A domain goes on behind a dot that is written on both sides alike: "example.com. Thanks" ends the sentence.
_GOES_ON = r"(?:[.。．]|\s[.。．]\s|\s?(?:\(dot\)|\[dot\])\s?)\w"
_ADDRESS = re.compile(rf"[\w.+%-]+{_AT}(?:[\w-]+{_DOT})+?[^\W\d_][\w-]+(?![\w-]|{_GOES_ON})", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """The text with each e-mail address in it hidden: customers and vendors write through the marketplace."""
    return _ADDRESS.sub(HIDDEN, text)
