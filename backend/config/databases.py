"""The databases, as Django has them: the platform's under the alias ``default``, and one for each region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from config.env import Env

# Compiling a statement, or starting helpers for it, costs more than what a request asks takes; helpers would take it from others. What is
# asked often lies in memory, where any page is as near as the next.
_BRISK = ("-c jit=off", "-c max_parallel_workers_per_gather=0", "-c random_page_cost=1.1")
# Of prepared_cursor() only: a statement that a connection has run this often is planned there for good, for any values.
_PREPARED = {"prepare_threshold": 2, "options": " ".join(["-c plan_cache_mode=force_generic_plan", *_BRISK])}


def databases_of(env: Env) -> dict[str, dict[str, Any]]:
    """By alias."""
    urls = {"default": env.database_url, **{region.slug: region.database_url for region in env.region_databases}}
    return {alias: _database(url.get_secret_value(), pool_size=env.database_pool_size) for alias, url in urls.items()}


def _database(url: str, *, pool_size: int) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "marketplace.foundation.postgres",
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {**_PREPARED, **dict(parse_qsl(parts.query)), "pool": {"min_size": 1, "max_size": pool_size, "timeout": 10}},
        "ATOMIC_REQUESTS": False,
    }
