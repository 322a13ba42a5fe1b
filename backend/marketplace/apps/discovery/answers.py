"""Answers that everybody may share: with an ETag, and told to browsers and the CDN how long to keep them."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation.rest.json import encode


def public_answer(request: Request, body: Any, *, language: str, max_age_s: int) -> Response:
    """The body, or 304 where the caller has it already. It must depend on nothing but address, host and language."""
    content = encode(body)
    etag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={max_age_s}",
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    known = {part.strip().removeprefix("W/") for part in request.META.get("HTTP_IF_NONE_MATCH", "").split(",")}
    if etag in known or "*" in known:
        return Response(status=304, headers=headers)
    return Response(msgspec.Raw(content), headers=headers)
