"""
Endpoints for a person's own security: the second factor, and where they are logged in.

Their bodies have secrets, so they are never kept for an Idempotency-Key.
"""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from marketplace.apps.accounts import queries, services
from marketplace.apps.accounts.errors import LogInExpired, NoSecondFactor, SecondFactorIsOn, TooManyAttempts, WrongCode
from marketplace.apps.accounts.serializers import BeginSecondFactor, Code, LogInWithCode, PasswordAndCode
from marketplace.apps.accounts.types import MySession, NewSecondFactor, RecoveryCodes, SecondFactorView, SessionTokens
from marketplace.apps.accounts.views.permissions import IsBackOfficePerson, IsPerson
from marketplace.foundation import clock
from marketplace.foundation.rest.openapi import PAGE, problem
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.views import TenantAPIView, actor_of, client_address, page_request, principal_of, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

NOTHING = OpenApiResponse(description="Done")


class LogInWithCodeEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "login"

    @extend_schema(
        request=LogInWithCode,
        responses={200: SessionTokens, 401: problem(LogInExpired), 422: problem(WrongCode, InvalidInput), 429: problem(TooManyAttempts)},
        operation_id="auth_login_code",
        tags=["auth"],
    )
    def post(self, request: Request) -> Response:
        """Begin the session for which `auth/login` asked for a code: that of the authenticator app, or one for recovery."""
        user_agent = request.META.get("HTTP_USER_AGENT", "")
        data = validated(LogInWithCode, request.data)
        return Response(services.log_in_with_code(**data, address=client_address(request), user_agent=user_agent, now=clock.now()))


class MySecondFactor(TenantAPIView):
    permission_classes = [IsBackOfficePerson]
    throttle_scope = "password"

    def get_throttles(self) -> list[BaseThrottle]:
        """Only what tries a password is counted: the page of the settings reads at every visit."""
        return [CallerThrottle()] if self.request.method == "POST" else []

    @extend_schema(responses={200: SecondFactorView}, operation_id="me_second_factor_get", tags=["me"])
    def get(self, request: Request) -> Response:
        """Whether the caller has a second factor, and whether the region asks for one."""
        principal = principal_of(request)
        return Response(queries.get_second_factor(audience=principal.audience, person_id=principal.id))

    @extend_schema(
        request=BeginSecondFactor,
        responses={201: NewSecondFactor, 409: problem(SecondFactorIsOn), 422: problem(InvalidInput), 429: problem(TooManyAttempts)},
        operation_id="me_second_factor_create",
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """A secret for the caller's authenticator app. Nothing changes until a code confirms it."""
        principal, data = principal_of(request), validated(BeginSecondFactor, request.data)
        begun = services.begin_second_factor(audience=principal.audience, person_id=principal.id, **data, now=clock.now())
        return Response(begun, status=201)


class ConfirmSecondFactor(TenantAPIView):
    permission_classes = [IsBackOfficePerson]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        request=Code,
        responses={
            200: RecoveryCodes,
            409: problem(NoSecondFactor, SecondFactorIsOn),
            422: problem(WrongCode, InvalidInput),
            429: problem(TooManyAttempts),
        },
        operation_id="me_second_factor_confirm",
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """Switch it on by a code of the app; all other sessions in this region end. The answer has the recovery codes, once."""
        principal, data = principal_of(request), validated(Code, request.data)
        codes = services.confirm_second_factor(
            audience=principal.audience,
            person_id=principal.id,
            session_id=principal.session_id,
            **data,
            actor=actor_of(request),
            now=clock.now(),
        )
        return Response(codes)


class RenewRecoveryCodes(TenantAPIView):
    permission_classes = [IsBackOfficePerson]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        request=PasswordAndCode,
        responses={200: RecoveryCodes, 409: problem(NoSecondFactor), 422: problem(WrongCode, InvalidInput), 429: problem(TooManyAttempts)},
        operation_id="me_second_factor_recovery_codes",
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """New recovery codes in the place of all earlier ones."""
        principal, data = principal_of(request), validated(PasswordAndCode, request.data)
        codes = services.renew_recovery_codes(
            audience=principal.audience, person_id=principal.id, **data, actor=actor_of(request), now=clock.now()
        )
        return Response(codes)


class RemoveSecondFactor(TenantAPIView):
    permission_classes = [IsBackOfficePerson]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        request=PasswordAndCode,
        responses={204: NOTHING, 409: problem(NoSecondFactor), 422: problem(WrongCode, InvalidInput), 429: problem(TooManyAttempts)},
        operation_id="me_second_factor_remove",
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """Log in by the password alone again."""
        principal, data = principal_of(request), validated(PasswordAndCode, request.data)
        services.remove_second_factor(audience=principal.audience, person_id=principal.id, **data, actor=actor_of(request), now=clock.now())
        return Response(status=204)


class MySessions(TenantAPIView):
    permission_classes = [IsPerson]

    @extend_schema(parameters=PAGE, responses={200: Page[MySession]}, operation_id="me_sessions_list", tags=["me"])
    def get(self, request: Request) -> Response:
        """Where the caller is logged in now in this region, the latest first."""
        principal = principal_of(request)
        return Response(
            queries.list_own_sessions(
                audience=principal.audience,
                person_id=principal.id,
                session_id=principal.session_id,
                page=page_request(request),
                now=clock.now(),
            )
        )


class EndMySession(TenantAPIView):
    permission_classes = [IsPerson]

    @extend_schema(request=None, responses={204: NOTHING, 404: problem(NotFound)}, operation_id="me_sessions_remove", tags=["me"])
    def delete(self, request: Request, session_id: str) -> Response:
        """Log out there. A session that is over already is left as it is."""
        services.end_own_session(person_id=principal_of(request).id, session_id=session_id, now=clock.now())
        return Response(status=204)
