"""
Which route Kong takes, by the rules of its router (`traditional_compatible`): the host must be one of the route's; then a path with
``~``, a regular expression from the beginning, goes before a prefix, and a longer prefix before a shorter one.
"""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]


def all_routes(config: Json) -> list[Json]:
    return [*config["routes"], *(route for service in config["services"] for route in service["routes"])]


def matches(config: Json, host: str, path: str) -> list[Json]:
    """Every route that takes the address with equal right; the first is Kong's if there is one alone."""
    ranked = [(rank, route) for route in all_routes(config) if host in route["hosts"] for rank in _ranks(route, path)]
    best = max((rank for rank, _ in ranked), default=None)
    return [route for rank, route in ranked if rank == best]


def service_of(config: Json, route: Json) -> str | None:
    """The service whose processes get it; none if the gateway answers itself."""
    if plugin_of(route, "request-termination"):
        return None
    return next((str(service["name"]) for service in config["services"] if route in service["routes"]), None)


def plugin_of(route: Json, name: str) -> Json | None:
    """The settings of the route's own plugin of that name."""
    return next((plugin["config"] for plugin in route.get("plugins", []) if plugin["name"] == name), None)


def _ranks(route: Json, path: str) -> list[tuple[bool, int]]:
    expressions = [(True, 0) for rule in route["paths"] if rule.startswith("~") and re.match(rule[1:], path)]
    prefixes = [(False, len(rule)) for rule in route["paths"] if not rule.startswith("~") and path.startswith(rule)]
    return expressions[:1] or ([max(prefixes)] if prefixes else [])
