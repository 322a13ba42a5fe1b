"""Every error leaves as an RFC 9457 problem document with a stable ``code``."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions, status
from rest_framework.response import Response

from marketplace.foundation.logs.request_id import current_request_id
from marketplace.foundation.rest.errors import InternalError, LengthRequired, Malformed, TooLarge, store_is_away
from marketplace.foundation.rest.json import encode
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.texts import render
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, Forbidden, InvalidInput, MarketplaceError, NotFound, Unavailable
from marketplace.kit.texts import Text

__all__ = ["InternalError", "LengthRequired", "Malformed", "TooLarge", "handle", "language_of", "problem_document", "problem_response"]

PROBLEM_TYPE = "application/problem+json"
MAX_ERRORS = limits.declare("rest.errors", 100, "errors", "Wrong fields that an answer names; `errors_left_out` counts the others.")

log = logging.getLogger(__name__)


def problem_document(error: MarketplaceError, language: str) -> dict[str, Any]:
    """
    The members of the document; ``extra`` of the error come last and cannot hide the standard ones.

    What is for people, title and detail, is in their ``language`` (RFC 9457, 3.1.3 and 3.1.4); what programs compare is the code.
    """
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": render(Text(error.title), language),
        "status": error.status,
        "code": error.code,
        "detail": render(error.detail, language),
        "request_id": current_request_id(),
    }
    if error.errors:
        named = error.errors[:MAX_ERRORS]
        document["errors"] = [{"field": item.field, "code": item.code, "message": render(item.message, language)} for item in named]
        if left_out := len(error.errors) - len(named):
            document["errors_left_out"] = left_out
    return {**error.extra, **document}


def problem_response(error: MarketplaceError, request: HttpRequest) -> HttpResponse:
    """For middleware, which answers outside DRF."""
    language = language_of(request)
    content = encode(problem_document(error, language))
    return HttpResponse(content, status=error.status, content_type=PROBLEM_TYPE, headers=_headers(error, language))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For an address that leads nowhere."""
    return problem_response(NotFound(Text("There is nothing at this address.")), request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For what Django itself refuses, such as a host name of impossible characters or too many parameters."""
    return problem_response(_as_marketplace_error(exception) or Malformed(), request)


def server_error(request: HttpRequest) -> HttpResponse:
    """For what nobody handled: 503 while a store is away; of a fault the caller learns the request's id and nothing else."""
    error = sys.exc_info()[1]
    known = _as_unavailable(error) if isinstance(error, Exception) else None
    return problem_response(known or InternalError(), request)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler."""
    known = _as_marketplace_error(error)
    if known is None:
        return None
    language = language_of(context["request"])
    response = Response(problem_document(known, language), status=known.status, headers=_headers(known, language))
    response.content_type = PROBLEM_TYPE
    return response


def language_of(request: Any) -> str:
    """The answer's. English where the request is such that its language cannot be read: the answer to a failure does not fail."""
    try:
        return requested_language(request)
    except SuspiciousOperation:
        return "en"


def _headers(error: MarketplaceError, language: str) -> dict[str, str]:
    return {**error.headers, "Content-Language": language, "Vary": "Accept-Language", "Cache-Control": "no-store"}


class _FrameworkError(MarketplaceError):
    """One of DRF's own errors, in our form."""

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
        return str(_TITLES.get(self._error.status_code, MarketplaceError.title))

    @property
    def headers(self) -> dict[str, str]:
        headers = {}
        if (wait_s := getattr(self._error, "wait", None)) is not None:
            headers["Retry-After"] = str(max(1, round(wait_s)))
        if challenge := getattr(self._error, "auth_header", None):
            headers["WWW-Authenticate"] = challenge
        return headers


_TITLES = {
    status.HTTP_400_BAD_REQUEST: Malformed.title,
    status.HTTP_401_UNAUTHORIZED: Text("Log in first"),
    status.HTTP_403_FORBIDDEN: Forbidden.title,
    status.HTTP_404_NOT_FOUND: NotFound.title,
    status.HTTP_405_METHOD_NOT_ALLOWED: Text("This method is not possible at this address"),
    status.HTTP_406_NOT_ACCEPTABLE: Text("The answer is not available in the form that you accept"),
    status.HTTP_415_UNSUPPORTED_MEDIA_TYPE: Text("A body of this type is not taken here"),
    status.HTTP_429_TOO_MANY_REQUESTS: Text("Too many requests: wait a little"),
}
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
    if isinstance(error, TooManyFieldsSent | TooManyFilesSent):
        most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS if isinstance(error, TooManyFieldsSent) else settings.DATA_UPLOAD_MAX_NUMBER_FILES
        return Malformed(Text("At most {limit} parameters, fields or files.", limit=most))
    if isinstance(error, SuspiciousOperation):
        log.warning("suspicious request", exc_info=error)
        return Malformed()
    if isinstance(error, DataError):
        log.error("a value that no column takes came through", exc_info=error)
        return InvalidInput(Text("A value is larger than can be stored, or holds what cannot be."))
    return _as_unavailable(error)


def _as_unavailable(error: Exception) -> Unavailable | None:
    """What is raised while a store is away, in middleware or in a view."""
    if isinstance(error, Unavailable):
        return error
    if not isinstance(error, store_is_away()):
        return None
    log.warning("store unavailable", exc_info=error)
    return Unavailable(Text("The database does not answer."))


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
