"""JSON in and out through msgspec: structs, Money and dates need no serializer of their own."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.functional import Promise
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from marketplace.foundation.rest.shape import check_shape
from marketplace.foundation.texts import render
from marketplace.kit.texts import Text


def _encode_other(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


_encoder = msgspec.json.Encoder(enc_hook=_encode_other)


def encode(value: Any) -> bytes:
    return _encoder.encode(value)


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else encode(data)


class CSVRenderer(BaseRenderer):
    """Lets a caller ask for ``text/csv``. The file itself is streamed by the view; only errors come by here, which are JSON."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return encode(data)


class JSONParser(BaseParser):
    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)  # Django's own limit does not hold for a body that is read as a stream
        if len(raw) > limit:
            raise RequestDataTooBig
        try:
            body = msgspec.json.decode(raw) if raw.strip() else {}
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ParseError(render(Text("The body is not JSON: {reason}", reason=str(error)))) from None
        except RecursionError:
            raise ParseError(render(Text("The body is nested too deeply."))) from None
        check_shape(body)
        return body
