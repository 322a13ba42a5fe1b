"""Every error leaves as an RFC 9457 problem document with a stable ``code``."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from rest_framework import exceptions, status
from rest_framework.response import Response

from marketplace.foundation.rest.json import encode
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.request_id import current_request_id
from marketplace.foundation.texts import told
from marketplace.kit.errors import FieldError, InvalidInput, MarketplaceError, NotFound, Unavailable
from marketplace.kit.texts import Text

PROBLEM_TYPE = "application/problem+json"

log = logging.getLogger(__name__)


def problem_document(error: MarketplaceError, language: str) -> dict[str, Any]:
    """
    The members of the document; ``extra`` of the error come last and cannot hide the standard ones.

    What is for people is in their ``language``, but for the title, which stays the same for a code.
    """
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "detail": told(error.detail, language),
        "request_id": current_request_id(),
    }
    if error.errors:
        document["errors"] = [{"field": item.field, "code": item.code, "message": told(item.message, language)} for item in error.errors]
    return {**error.extra, **document}


def problem_response(error: MarketplaceError, request: HttpRequest) -> HttpResponse:
    """For middleware, which answers outside DRF."""
    language = requested_language(request)
    content = encode(problem_document(error, language))
    return HttpResponse(content, status=error.status, content_type=PROBLEM_TYPE, headers=_headers(error, language))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For an address that leads nowhere."""
    return problem_response(NotFound(Text("There is nothing at this address.")), request)


class InternalError(MarketplaceError):
    """A fault of ours; the request's id leads to it in the logs."""

    code = "internal_error"
    status = 500
    title = "Something went wrong on our side"


class Malformed(MarketplaceError):
    """The request breaks the rules of HTTP, or of ours about its form."""

    code = "malformed"
    title = "The request is malformed"


class LengthRequired(MarketplaceError):
    """A body in chunks does not say how much is to come, and a web server in WSGI's form would not read it."""

    code = "length_required"
    status = 411
    title = "Send the body with a Content-Length"


class TooLarge(MarketplaceError):
    """The body is larger than this door takes; ``limit_bytes`` says how much it takes."""

    code = "too_large"
    status = 413
    title = "The request is too large"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For what Django itself refuses, such as a host name of impossible characters."""
    return problem_response(Malformed(), request)


def server_error(request: HttpRequest) -> HttpResponse:
    """For a fault that nobody handled: the caller learns the request's id and nothing else."""
    return problem_response(InternalError(), request)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler."""
    known = _as_marketplace_error(error)
    if known is None:
        return None
    language = requested_language(context["request"])
    response = Response(problem_document(known, language), status=known.status, headers=_headers(known, language))
    response.content_type = PROBLEM_TYPE
    return response


def _headers(error: MarketplaceError, language: str) -> dict[str, str]:
    return {**error.headers, "Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}


class _FrameworkError(MarketplaceError):
    """One of DRF's own errors, told in our form."""

    def __init__(self, error: exceptions.APIException) -> None:
        self._error = error
        super().__init__(Text(str(error.detail)))  # the framework has translated it

    @property
    def code(self) -> str:  # type: ignore[override]
        return _CODES.get(self._error.status_code, "error")

    @property
    def status(self) -> int:  # type: ignore[override]
        return self._error.status_code

    @property
    def title(self) -> str:  # type: ignore[override]
        with translation.override("en"):
            return str(self._error.default_detail)

    @property
    def headers(self) -> dict[str, str]:
        headers = {}
        if (wait_s := getattr(self._error, "wait", None)) is not None:
            headers["Retry-After"] = str(max(1, round(wait_s)))
        if challenge := getattr(self._error, "auth_header", None):
            headers["WWW-Authenticate"] = challenge
        return headers


_CODES = {
    status.HTTP_400_BAD_REQUEST: "malformed",
    status.HTTP_401_UNAUTHORIZED: "not_authenticated",
    status.HTTP_403_FORBIDDEN: "forbidden",
    status.HTTP_404_NOT_FOUND: "not_found",
    status.HTTP_405_METHOD_NOT_ALLOWED: "method_not_allowed",
    status.HTTP_406_NOT_ACCEPTABLE: "not_acceptable",
    status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    status.HTTP_429_TOO_MANY_REQUESTS: "throttled",
}


def _as_marketplace_error(error: Exception) -> MarketplaceError | None:
    if isinstance(error, MarketplaceError):
        return error
    if isinstance(error, exceptions.ValidationError):
        return InvalidInput(errors=list(_field_errors(error.detail)))
    if isinstance(error, exceptions.APIException):
        return _FrameworkError(error)
    if isinstance(error, Http404):
        return NotFound()
    if isinstance(error, RequestDataTooBig):
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        return TooLarge(Text("A body without files has at most {limit} MB.", limit=limit // 1024 // 1024), limit_bytes=limit)
    if isinstance(error, SuspiciousOperation):
        log.warning("suspicious request", exc_info=error)
        return Malformed()
    if isinstance(error, OperationalError):
        log.warning("database unavailable", exc_info=error)
        return Unavailable(Text("The database does not answer."))
    return None


def _field_errors(detail: Any, path: str = "") -> Any:
    if isinstance(detail, dict):
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else str(key)
            yield from _field_errors(value, ".".join(part for part in (path, name) if part))
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            yield from _field_errors(value, f"{path}.{index}" if nested else path)
    elif isinstance(detail, exceptions.ErrorDetail):
        yield FieldError(path, str(detail.code), Text(str(detail)))  # the serializer has translated it
