from __future__ import annotations

from typing import Any

from rest_framework.renderers import BaseRenderer

from marketplace.foundation.rest.json import encode


class CSVRenderer(BaseRenderer):
    """Lets a caller ask for ``text/csv``. The file itself is streamed by the view; only errors come by here, which are JSON."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return encode(data)
