from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from marketplace.foundation.clock import now
from marketplace.foundation.rest.tokens import Principal, bearer_token, read_access_token


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer <JWT>``."""

    def authenticate(self, request: Request) -> tuple[Principal, None] | None:
        token = bearer_token(request._request)
        return None if token is None else (read_access_token(token, now=now()), None)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
