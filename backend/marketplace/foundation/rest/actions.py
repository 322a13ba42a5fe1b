"""How an endpoint that does one thing to a resource is described: such views differ in the service that they call, and in little else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from drf_spectacular.utils import extend_schema, extend_schema_view

from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, problem
from marketplace.kit.errors import MarketplaceError

View = TypeVar("View", bound=type)


def action(
    operation: str,
    request: type | Mapping[str, type] | None,
    answer: type,
    *errors: type[MarketplaceError],
    also: Mapping[int, Any] = MappingProxyType({}),
) -> Callable[[View], View]:
    """
    Describe the ``post`` of a view, whose docstring says what it does; ``errors`` are those of status 409, ``also`` what is answered with
    other statuses.
    """

    def described(view: View) -> View:
        schema = extend_schema(
            operation_id=operation,
            request=request,
            parameters=[IDEMPOTENCY_KEY],
            responses={200: answer, 409: problem(*errors), **also},
            description=view.__doc__,
        )
        return extend_schema_view(post=schema)(view)

    return described
