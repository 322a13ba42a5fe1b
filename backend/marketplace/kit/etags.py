"""ETags of rows: the number of a row's version, as text."""

from __future__ import annotations

import re


def version_of(etag: str) -> int:
    """The version that an ETag names; 0, which no row has, for anything that is none of ours."""
    return int(etag) if re.fullmatch(r"[0-9]{1,9}", etag) else 0
