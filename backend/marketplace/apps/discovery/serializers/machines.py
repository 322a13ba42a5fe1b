"""What other machines may ask for besides JSON."""

from __future__ import annotations

from typing import Any

from rest_framework.renderers import BaseRenderer

from marketplace.foundation.rest.json import encode


class XMLRenderer(BaseRenderer):
    """Lets a caller ask for ``application/xml``. The file itself is streamed by the view; only errors come by here, which are JSON."""

    media_type = "application/xml"
    format = "xml"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return encode(data)
