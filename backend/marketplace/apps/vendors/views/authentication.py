from __future__ import annotations

from datetime import datetime, timedelta

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from marketplace.apps.vendors.models import ApiKey
from marketplace.apps.vendors.services.api_keys import note_use
from marketplace.foundation import tenancy
from marketplace.foundation.clock import now as clock_now
from marketplace.foundation.rest.tokens import VENDOR, Principal
from marketplace.kit.ids import hash_secret
from marketplace.kit.texts import Text

SCHEME = "api-key"
USE_IS_NOTED_EVERY = timedelta(hours=1)  # a write for each request would cost more than it is worth


class ApiKeyAuthentication(BaseAuthentication):
    """``Authorization: Api-Key gmk_<tenant>_<secret>``: a vendor's system, with the key's roles."""

    def authenticate(self, request: Request) -> tuple[Principal, None] | None:
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        return _principal_of(secret.strip(), now=clock_now()), None

    def authenticate_header(self, request: Request) -> str:
        return "Api-Key"


def _principal_of(secret: str, *, now: datetime) -> Principal:
    """
    Whom a key speaks for.

    :raises WrongRegion: if it names another tenant
    :raises AuthenticationFailed: if it is unknown or revoked
    """
    parts = secret.split("_", 2)
    if len(parts) == 3 and parts[1] != tenancy.current().slug:
        raise tenancy.WrongRegion(Text("This key belongs to another region."))
    key = ApiKey.objects.filter(secret_hash=hash_secret(secret), revoked_at=None).first()
    if key is None:
        raise AuthenticationFailed("The API key is not valid.")
    if key.last_used_at is None or key.last_used_at < now - USE_IS_NOTED_EVERY:
        note_use(key.id, now=now)
    return Principal(id=key.id, audience=VENDOR, session_id="", roles=tuple(key.roles), vendor_id=key.vendor_id)


class ApiKeyScheme(OpenApiAuthenticationExtension):
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Api-Key <key>`"}
