"""
Access tokens: signed JWTs of one audience and one tenant, valid for minutes.

Refresh tokens and sessions are the accounts app's; a session that ended early is noted in the cache for as long as
its last access token could live, so logging out works at once.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import msgspec
from django.conf import settings
from django.http import HttpRequest
from rest_framework.exceptions import AuthenticationFailed

from marketplace.foundation import tenancy
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.foundation.encryption import secret_keys
from marketplace.kit.actors import Actor
from marketplace.kit.texts import Text

LIFE = timedelta(minutes=15)
AUTHENTICATION_IS_RECENT = timedelta(minutes=10)
_ALGORITHM = "HS256"

CUSTOMER, VENDOR, STAFF = "customer", "vendor", "staff"


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """
    Who calls. ``audience`` is customer, vendor or staff; ``vendor_id`` is empty for all but a vendor's people and keys.

    ``authenticated_at`` is when the person last proved who they are; None of an API key, which is no person.
    """

    id: str
    audience: str
    session_id: str
    roles: tuple[str, ...] = ()
    vendor_id: str = ""
    lacks_second_factor: bool = False  # that the region asks for where money, roles and keys are concerned
    authenticated_at: datetime | None = None
    acting_staff_id: str = ""  # who looks at the shop as this customer, and so may change nothing

    is_authenticated = True  # what DRF and its throttles ask of a user

    @property
    def pk(self) -> str:
        return self.id

    def was_authenticated_lately(self, now: datetime) -> bool:
        """Whether the person proved within ``AUTHENTICATION_IS_RECENT`` who they are."""
        return self.authenticated_at is not None and self.authenticated_at > now - AUTHENTICATION_IS_RECENT

    def as_actor(self, address: str) -> Actor:
        return Actor(self.audience, self.id, ",".join(self.roles), address)


def issue_access_token(principal: Principal, *, now: datetime) -> str:
    """A token for the tenant in scope, valid from ``now`` for ``LIFE``."""
    claims = {
        "iss": "globalmarket",
        "aud": principal.audience,
        "ten": tenancy.current().slug,
        "sub": principal.id,
        "sid": principal.session_id,
        "rol": list(principal.roles),
        "ven": principal.vendor_id,
        "lsf": principal.lacks_second_factor,
        "auth_time": int(principal.authenticated_at.timestamp()) if principal.authenticated_at else None,  # as OpenID Connect calls it
        "act": {"sub": principal.acting_staff_id} if principal.acting_staff_id else None,  # as RFC 8693 calls it
        "iat": now,
        "exp": now + LIFE,
    }
    return jwt.encode(claims, settings.SECRET_KEY, algorithm=_ALGORITHM)


def read_access_token(token: str, *, now: datetime) -> Principal:
    """
    Who a token speaks for.

    :raises AuthenticationFailed: if it is malformed, forged, expired or its session has ended
    :raises WrongRegion: if it was issued by another tenant
    :raises CacheUnavailable: if nobody can say whether its session has ended
    """
    claims = _claims_of(token)
    if claims["ten"] != tenancy.current().slug:
        raise tenancy.WrongRegion(Text("This token belongs to another region."))
    if claims["exp"] <= now.timestamp():  # compared here, since development can move the clock
        raise AuthenticationFailed("The token has expired; refresh it.")
    if valkey.run(("EXISTS", _ended_key(claims["sid"])))[0]:
        raise AuthenticationFailed("This session has ended; log in again.")
    return Principal(
        id=claims["sub"],
        audience=claims["aud"],
        session_id=claims["sid"],
        roles=tuple(claims.get("rol", ())),
        vendor_id=claims.get("ven", ""),
        lacks_second_factor=claims.get("lsf", False),
        acting_staff_id=(claims.get("act") or {}).get("sub", ""),
        authenticated_at=datetime.fromtimestamp(claims["auth_time"], UTC) if claims.get("auth_time") else None,
    )


def end_session(session_id: str) -> None:
    """Refuse the access tokens of a session from now on. :raises CacheUnavailable:"""
    valkey.run(("SET", _ended_key(session_id), "1", "EX", int(LIFE.total_seconds())))


def bearer_token(request: HttpRequest) -> str | None:
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def find_bearer(request: HttpRequest, *, now: datetime) -> Principal | None:
    """Who comes with a valid access token; nobody with none, or with one that is not valid any more. :raises WrongRegion:"""
    token = bearer_token(request)
    try:
        return read_access_token(token, now=now) if token is not None else None
    except AuthenticationFailed:
        return None


def is_staff_request(request: HttpRequest) -> bool:
    """Whether a valid staff token comes with it: what maintenance asks before DRF has run."""
    from marketplace.foundation.clock import now

    try:
        principal = find_bearer(request, now=now())
    except (tenancy.WrongRegion, CacheUnavailable):
        return False
    return principal is not None and principal.audience == STAFF


def _claims_of(token: str) -> dict[str, Any]:
    """:raises AuthenticationFailed: if none of the secret keys signed it, or it lacks something"""
    for secret in secret_keys():
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                secret,
                algorithms=[_ALGORITHM],
                issuer="globalmarket",
                options={"verify_aud": False, "verify_exp": False, "verify_iat": False, "require": ["exp", "aud", "sub", "ten", "sid"]},
            )
        except jwt.InvalidSignatureError:
            continue
        except jwt.InvalidTokenError:
            break
        return claims
    raise AuthenticationFailed("The token is not valid.")


def _ended_key(session_id: str) -> str:
    return valkey.key(f"session-ended:{session_id}")
