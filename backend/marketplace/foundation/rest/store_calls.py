"""What a request asked of the stores, answered in ``X-Store-Calls`` where it comes with ``X-Count-Store-Calls``. Not for production."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse

from marketplace.foundation.documents import metering


class StoreCallsMiddleware:
    """Counts SQL statements; ``documents`` are those of the document store, which are among them where its engine is PostgreSQL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "HTTP_X_COUNT_STORE_CALLS" not in request.META:
            return self.get_response(request)
        statements = []

        def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            statements.append(sql)
            return execute(sql, params, many, context)

        with metering.measure() as meter, ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(count))
            response = self.get_response(request)
        response["X-Store-Calls"] = f"sql={len(statements)} documents={meter.calls}"
        return response
