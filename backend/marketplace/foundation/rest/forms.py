"""Forms with files. Django writes these to disk as they come, so how large a form is has to be asked first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from rest_framework.parsers import MultiPartParser

MAX_FORM_BYTES = 51 * 1024 * 1024  # the largest file that a door takes, and what a form has beside it


class FormParser(MultiPartParser):
    """Takes what a door may take; how large a file may be at that door is its own to say."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        # Django reads no more than the request has announced, and nothing where it has not.
        if int(parser_context["request"].META.get("CONTENT_LENGTH") or 0) > MAX_FORM_BYTES:
            raise RequestDataTooBig
        return super().parse(stream, media_type, parser_context)
