"""
Endpoints by which a person adds and uses a passkey, and proves again who they are.

Their bodies have secrets and work once, so they are never kept for an Idempotency-Key.
"""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries, services
from marketplace.apps.accounts.errors import (
    InvalidRefreshToken,
    LogInExpired,
    NoSecondFactor,
    PasskeyRefused,
    TooManyAttempts,
    TooManyPasskeys,
    WrongCode,
)
from marketplace.apps.accounts.serializers import AddPasskey, LogInWithPasskey, Passkeys, Reauthenticate
from marketplace.apps.accounts.types import AccessToken, NewPasskey, Proof, ReauthenticationWay, SessionTokens
from marketplace.apps.accounts.views.permissions import IsBackOfficePerson, IsFreshBackOfficePerson
from marketplace.apps.accounts.views.security import NOTHING
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.views import TenantAPIView, actor_of, client_address, principal_of, validated
from marketplace.kit.errors import InvalidInput, NotFound


class LogInWithPasskeyEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "login"

    @extend_schema(
        request=LogInWithPasskey,
        responses={
            200: SessionTokens,
            401: problem(LogInExpired),
            422: problem(PasskeyRefused, InvalidInput),
            429: problem(TooManyAttempts),
        },
        operation_id="auth_login_passkey",
        tags=["auth"],
    )
    def post(self, request: Request) -> Response:
        """Begin the session for which `auth/login` asked for the second factor, by a passkey's answer to its `passkey_options`."""
        user_agent = request.META.get("HTTP_USER_AGENT", "")
        data = validated(LogInWithPasskey, request.data)
        return Response(services.log_in_with_passkey(**data, address=client_address(request), user_agent=user_agent, now=clock.now()))


class PasskeyOptions(TenantAPIView):
    permission_classes = [IsFreshBackOfficePerson]

    @extend_schema(
        request=None,
        responses={201: NewPasskey, 409: problem(NoSecondFactor, TooManyPasskeys)},
        operation_id="me_passkeys_options",
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """What the browser makes a passkey by. Nothing changes until `me/passkeys` has its answer."""
        principal = principal_of(request)
        begun = services.begin_passkey(audience=principal.audience, person_id=principal.id, now=clock.now())
        return Response(begun, status=201)


class MyPasskeys(TenantAPIView):
    permission_classes = [IsFreshBackOfficePerson]

    @extend_schema(
        request=AddPasskey,
        responses={201: Passkeys, 409: problem(NoSecondFactor, TooManyPasskeys), 422: problem(PasskeyRefused, InvalidInput)},
        operation_id="me_passkeys_create",
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """Let a passkey take the place of codes at this web app; the person gets a mail."""
        principal, data = principal_of(request), validated(AddPasskey, request.data)
        known = services.add_passkey(audience=principal.audience, person_id=principal.id, **data, actor=actor_of(request), now=clock.now())
        return Response(Passkeys([queries.passkey_view_of(one) for one in known]), status=201)


class MyPasskey(TenantAPIView):
    permission_classes = [IsFreshBackOfficePerson]

    @extend_schema(request=None, responses={204: NOTHING, 404: problem(NotFound)}, operation_id="me_passkeys_remove", tags=["me"])
    def delete(self, request: Request, passkey_id: str) -> Response:
        """Take no answer of that passkey any more; the person gets a mail."""
        principal = principal_of(request)
        services.remove_passkey(
            audience=principal.audience, person_id=principal.id, passkey_id=passkey_id, actor=actor_of(request), now=clock.now()
        )
        return Response(status=204)


class ReauthenticationOptions(TenantAPIView):
    permission_classes = [IsBackOfficePerson]

    @extend_schema(request=None, responses={200: ReauthenticationWay}, operation_id="me_reauthentication_options", tags=["me"])
    def post(self, request: Request) -> Response:
        """By what the caller proves who they are, after a 403 `reauthentication_required`."""
        principal = principal_of(request)
        return Response(services.begin_reauthentication(audience=principal.audience, person_id=principal.id, now=clock.now()))


class Reauthentication(TenantAPIView):
    permission_classes = [IsBackOfficePerson]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        request=Reauthenticate,
        responses={
            200: AccessToken,
            401: problem(InvalidRefreshToken),
            422: problem(WrongCode, PasskeyRefused, InvalidInput),
            429: problem(TooManyAttempts),
        },
        operation_id="me_reauthentication",
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """Prove who one is: by the second factor, or the password where there is none. The refused request can follow, with this token."""
        principal, proof = principal_of(request), Proof(**validated(Reauthenticate, request.data))
        token = services.reauthenticate(
            audience=principal.audience, person_id=principal.id, session_id=principal.session_id, proof=proof, now=clock.now()
        )
        return Response(token)
