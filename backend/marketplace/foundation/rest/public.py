"""
Endpoints whose answer is the same for everybody: ``foundation.cache.responses`` caches it for all callers. An ETag and
Cache-Control say how long browsers and the CDN may keep it.

A cached answer is returned before DRF begins: no negotiation, no authentication. So a request with ``Authorization`` goes through
DRF instead, where a bad token is refused, and so does a request for what the stores hold now (``Cache-Control: no-cache``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation import tenancy
from marketplace.foundation.cache import responses
from marketplace.foundation.cache.responses import Answer
from marketplace.foundation.rest import cursors
from marketplace.foundation.rest.declared import accepted_by
from marketplace.foundation.rest.json import JSONRenderer, encode
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.views import TenantAPIView

_NOT_IN_304 = ("Allow", "Content-Length", "Content-Type")


class PublicView(TenantAPIView):
    # Base of such views. ``get`` answers with ``public_answer``; nothing but the address, the region, the language and the parameters
    # of ``asked`` may matter to it.
    permission_classes = [AllowAny]
    fresh_s = 30  # the oldest that a cached answer gets, whatever its tags say

    def asked(self, params: QueryDict) -> Iterable[tuple[str, list[str]]]:
        """The parameters that matter, in an order of their own: what differs in others only is one answer."""
        return ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "GET":
            return super().dispatch(request, *args, **kwargs)
        if accepted_by(getattr(type(self), request.method.lower()), "GET").unknown(request.GET):
            return super().dispatch(request, *args, **kwargs)  # which refuses it
        if not _may_be_shared(request):
            return unless_known(request, super().dispatch(request, *args, **kwargs))

        def make() -> Answer:
            return _as_answer(super(PublicView, self).dispatch(request, *args, **kwargs))

        try:
            answer = responses.get(self._name(request), make, fresh_s=self.fresh_s)
        except _NotToBeKept as reason:
            return reason.response
        return unless_known(request, HttpResponse(answer.body, headers=answer.headers))

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        if isinstance(response, _PublicResponse):
            response.write(self.sealed(request, response.body))
        return super().finalize_response(request, response, *args, **kwargs)

    def list_name(self, request: Request) -> bytes:
        """By the parameters that matter alone: an answer that is kept has one cursor for all who ask for it."""
        return cursors.list_name(request.path_info, self.asked(request.query_params))

    def _name(self, request: HttpRequest) -> str:
        version = tenancy.current().version  # of the region's settings
        question = [request.path_info, version, requested_language(request), list(self.asked(request.GET))]
        return hashlib.blake2b(msgspec.json.encode(question), digest_size=16).hexdigest()


def public_answer(body: Any, *, language: str, max_age_s: int, tags: Iterable[str]) -> Response:
    """The body, for everybody; ``tags`` name what it depends on, ``max_age_s`` is for browsers and the CDN."""
    tags = tuple(tags)
    headers = {
        "Cache-Control": f"public, max-age={max_age_s}",
        "Cache-Tag": ",".join(tags),
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    return _PublicResponse(body, headers=headers, tags=tags)


class _PublicResponse(Response):
    def __init__(self, body: Any, *, headers: dict[str, str], tags: tuple[str, ...]) -> None:
        super().__init__(headers=headers)
        self.body, self.tags = body, tags

    def write(self, body: Any) -> None:
        """The body as it leaves, and its ETag."""
        content = encode(body)
        self.data = msgspec.Raw(content)
        self.headers["ETag"] = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'


class _NotToBeKept(Exception):
    """An error, or anything else that is this caller's alone."""

    def __init__(self, response: HttpResponseBase) -> None:
        super().__init__()
        self.response = response


def _may_be_shared(request: HttpRequest) -> bool:
    accepted = request.META.get("HTTP_ACCEPT") or "*/*"
    return (
        "HTTP_AUTHORIZATION" not in request.META
        and "no-cache" not in request.META.get("HTTP_CACHE_CONTROL", "")
        and any(kind in accepted for kind in ("*/*", "application/json", "application/*"))
    )


def _as_answer(response: HttpResponseBase) -> Answer:
    """:raises _NotToBeKept: for all but public answers"""
    if not isinstance(response, _PublicResponse):
        raise _NotToBeKept(response)
    response.render()
    # DRF repeats what the caller accepts in Content-Type, parameters and all: not for other callers.
    return Answer(response.content, {**dict(response.items()), "Content-Type": JSONRenderer.media_type}, response.tags)


def unless_known(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The response, or 304 where the caller has it already."""
    asked = request.META.get("HTTP_IF_NONE_MATCH")
    if not asked or response.status_code != 200:
        return response
    known = {part.strip().removeprefix("W/") for part in asked.split(",")}
    if "*" not in known and response.get("ETag") not in known:
        return response
    headers = {name: value for name, value in response.items() if name not in _NOT_IN_304}
    return HttpResponse(status=304, headers=headers)
