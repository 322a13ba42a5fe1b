from __future__ import annotations

from marketplace.kit.errors import Stale


class StaleRow(Stale):
    """The version is not that of the stored row."""
