"""Every endpoint of the API as Django routes it, and for whom it is. A endpoint that this table does not know fails the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

ANYBODY = "anybody"  # with a token or without one; a token that comes along must be right all the same
NOBODY = "nobody"  # reads no token at all
PERSON = "person"  # logged in, of any audience
BACK_OFFICE = "back office"  # one of a vendor's people, or of staff
CUSTOMER, VENDOR, STAFF = "customer", "vendor", "staff"

# The longest beginning of the route decides.
AUDIENCES = {
    "store/": ANYBODY,
    "store/orders": CUSTOMER,
    "store/orders/": ANYBODY,  # a guest by the Order-Token
    "store/carts/<cart_id>/merge": CUSTOMER,
    "store/credits": CUSTOMER,
    "store/gift-cards": CUSTOMER,
    "vendor/": VENDOR,
    "vendor/applications": ANYBODY,
    "admin/": STAFF,
    "auth/": ANYBODY,
    "auth/logout-everywhere": PERSON,
    "auth/logout": NOBODY,  # whom a token does not name, the refresh token in the body does
    "auth/support-view": NOBODY,  # the token of a link in the body is what counts
    "auth/refresh": NOBODY,  # the refresh token in the body is what counts
    "me": PERSON,
    "me/second-factor": BACK_OFFICE,
    "me/passkeys": BACK_OFFICE,
    "me/reauthentication": BACK_OFFICE,
    "me/addresses": CUSTOMER,
    "me/cards": CUSTOMER,
    "me/consents": CUSTOMER,
    "me/support-views": CUSTOMER,
    "me/exports": CUSTOMER,
    "me/downloads": ANYBODY,  # a secret in the address opens the file once
    "me/deletion": CUSTOMER,
    "live/": ANYBODY,  # a guest by a cart's or an order's secret
    "health/": NOBODY,
    "schema": NOBODY,
    "docs": NOBODY,
    "webhooks/": NOBODY,  # signed instead
    "/media/": NOBODY,
    "/private/": NOBODY,  # signed instead
}
API = "api/v1/"
METHODS = ("get", "post", "put", "patch", "delete")


class Endpoint(NamedTuple):
    """``route`` is below ``/api/v1/`` (or begins with a slash), with its parameters as ``<name>``."""

    method: str
    route: str

    def __str__(self) -> str:
        return f"{self.method} {self.route}"

    @property
    def audience(self) -> str:
        """:raises LookupError: for an endpoint that the table lacks"""
        known = [start for start in AUDIENCES if _begins(self.route, start)]
        if not known:
            raise LookupError(f"{self}: say in AUDIENCES for whom it is")
        return AUDIENCES[max(known, key=len)]

    @property
    def names(self) -> list[str]:
        """Of the parameters in the path."""
        return re.findall(r"<(\w+)>", self.route)

    def path(self, ids: dict[str, str] | None = None) -> str:
        """The address with these ids; those left out are of nothing."""
        return re.sub(r"<(\w+)>", lambda match: (ids or {}).get(match[1], "0" if match[1] == "number" else "absent"), self.route)


def all_endpoints() -> list[Endpoint]:
    return [Endpoint(method, route) for route, view in all_routes() for method in _methods_of(view)]


def all_routes() -> Iterator[tuple[str, object]]:
    """Every route with its view, in the order in which Django looks."""
    for route, view in _walk(get_resolver().url_patterns, ""):
        yield (route.removeprefix(API) if route.startswith(API) else f"/{route}"), view


def _begins(route: str, start: str) -> bool:
    """``store/orders`` begins only itself and what continues it after a slash."""
    return route == start or (route.startswith(start) and (start.endswith("/") or route[len(start)] == "/"))


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        route = before + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, getattr(pattern.callback, "cls", pattern.callback)


def _methods_of(view: object) -> list[str]:
    return [method.upper() for method in METHODS if hasattr(view, method)] or ["GET"]
