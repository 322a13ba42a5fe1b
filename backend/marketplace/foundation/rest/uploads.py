"""Files in requests: one that is too large is refused before it comes in or while it does, and a large one waits on disk, not in memory."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.files.uploadhandler import FileUploadHandler
from rest_framework.parsers import MultiPartParser

from marketplace.foundation.rest.problems import Malformed, TooLarge
from marketplace.kit.texts import Text

MB = 1024 * 1024
FIELDS_BYTES = MB  # room for what stands next to the file: its fields, and the lines between the parts


class UploadParser(MultiPartParser):
    """
    Multipart bodies with files of at most ``max_bytes`` each.

    The length that the request names is judged first; since it may be a lie, so is every chunk that comes in. Django keeps a
    file in memory up to FILE_UPLOAD_MAX_MEMORY_SIZE, and in the system's temporary folder above that.
    """

    max_bytes: ClassVar[int]

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        request = parser_context["request"]._request
        if int(request.META["CONTENT_LENGTH"]) > self.max_bytes + FIELDS_BYTES:
            raise _too_large(self.max_bytes)
        judge = _Judge(self.max_bytes)
        request.upload_handlers = [judge, *request.upload_handlers]
        parsed = super().parse(stream, media_type, parser_context)
        if judge.is_cut:
            raise Malformed(Text("The body ended before its Content-Length."))
        return parsed


def uploads_of(max_bytes: int) -> type[UploadParser]:
    """The parser of an endpoint that takes files of up to so many bytes."""
    return type("UploadParser", (UploadParser,), {"max_bytes": max_bytes})


class _Judge(FileUploadHandler):
    """Looks at each chunk of a file before those handlers that keep it."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__()
        self._max_bytes = max_bytes
        self.is_cut = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > self._max_bytes:
            raise _too_large(self._max_bytes)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """What keeps it comes behind this handler."""

    def upload_interrupted(self) -> None:
        self.is_cut = True


def _too_large(max_bytes: int) -> TooLarge:
    return TooLarge(Text("A file has at most {limit} MB.", limit=max_bytes // MB), limit_bytes=max_bytes)
