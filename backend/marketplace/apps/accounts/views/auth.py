"""Endpoints to register, log in and log out. They take passwords, so their bodies are never kept for an Idempotency-Key."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import services, tasks
from marketplace.apps.accounts.errors import InvalidCredentials, InvalidRefreshToken, InvalidToken, TooManyAttempts
from marketplace.apps.accounts.serializers import (
    Accepted,
    AskMail,
    Audience,
    LogIn,
    LogOut,
    Refresh,
    Register,
    ResetPassword,
    TokenFromMail,
)
from marketplace.apps.accounts.types import SessionTokens
from marketplace.apps.accounts.views.permissions import IsPerson
from marketplace.foundation import clock
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.tokens import find_bearer
from marketplace.foundation.rest.views import TenantAPIView, client_address, principal_of, validated
from marketplace.kit.errors import InvalidInput

NOTHING = OpenApiResponse(description="Done")
OR_NOBODY: list[Any] = [{"bearer": []}, {}]


class RegisterEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "register"

    @extend_schema(request=Register, responses={202: Accepted, 422: problem(InvalidInput)}, operation_id="auth_register", tags=["auth"])
    def post(self, request: Request) -> Response:
        """Ask for a customer's account. The answer is always the same: only a mail says whether the address is new."""
        data = validated(Register, request.data)
        services.register(**{"language": requested_language(request), **data}, now=clock.now())
        return Response(Accepted(), status=202)


class ConfirmEmailEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        request=TokenFromMail, responses={200: Audience, 422: problem(InvalidToken)}, operation_id="auth_confirm_email", tags=["auth"]
    )
    def post(self, request: Request) -> Response:
        """Confirm an e-mail address with the token of the mailed link; a registration becomes an account by it."""
        return Response(Audience(services.confirm_email(**validated(TokenFromMail, request.data), now=clock.now())))


class ConfirmationMail(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(request=AskMail, responses={202: Accepted}, operation_id="auth_confirm_email_mail", tags=["auth"])
    def post(self, request: Request) -> Response:
        """Ask for another mail with the link that confirms an address. The answer is always the same."""
        tasks.mail_confirmation_again.send_after_commit(**validated(AskMail, request.data))
        return Response(Accepted(), status=202)


class LogInEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "login"

    @extend_schema(
        request=LogIn,
        responses={200: SessionTokens, 401: problem(InvalidCredentials), 429: problem(TooManyAttempts)},
        operation_id="auth_login",
        tags=["auth"],
    )
    def post(self, request: Request) -> Response:
        """Begin a session. Failures in a row are slowed and then locked out for a while."""
        user_agent = request.META.get("HTTP_USER_AGENT", "")
        data = validated(LogIn, request.data)
        tokens = services.log_in(**data, address=client_address(request), user_agent=user_agent, now=clock.now())
        return Response(tokens)


class RefreshEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    authentication_classes = []  # the access token that came along may have run out: that is why one refreshes
    throttle_classes = [CallerThrottle]
    throttle_scope = "session"

    @extend_schema(
        request=Refresh, responses={200: SessionTokens, 401: problem(InvalidRefreshToken)}, operation_id="auth_refresh", tags=["auth"]
    )
    def post(self, request: Request) -> Response:
        """Exchange a refresh token for new tokens. It works once; its return ends the session."""
        tokens = services.refresh_session(**validated(Refresh, request.data), now=clock.now())
        return Response(tokens)


class LogOutEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    authentication_classes = []  # a token that has run out keeps nobody in
    throttle_classes = [CallerThrottle]
    throttle_scope = "session"

    @extend_schema(request=LogOut, responses={204: NOTHING}, auth=OR_NOBODY, operation_id="auth_logout", tags=["auth"])
    def post(self, request: Request) -> Response:
        """End the session of the access token, or of the refresh token in the body."""
        now = clock.now()
        principal = find_bearer(request._request, now=now)
        services.end_session_of_token(session_id=principal.session_id if principal else "", **validated(LogOut, request.data), now=now)
        return Response(status=204)


class LogOutEverywhereEndpoint(TenantAPIView):
    permission_classes = [IsPerson]

    @extend_schema(request=None, responses={204: NOTHING}, operation_id="auth_logout_everywhere", tags=["auth"])
    def post(self, request: Request) -> Response:
        """End every session of the caller."""
        principal = principal_of(request)
        services.log_out_everywhere(audience=principal.audience, person_id=principal.id, now=clock.now())
        return Response(status=204)


class PasswordResetEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(request=AskMail, responses={202: Accepted}, operation_id="auth_password_reset", tags=["auth"])
    def post(self, request: Request) -> Response:
        """Ask for a mail with a link to a new password. The answer is always the same."""
        tasks.mail_password_reset.send_after_commit(**validated(AskMail, request.data))
        return Response(Accepted(), status=202)


class PasswordResetConfirmEndpoint(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        request=ResetPassword,
        responses={200: Audience, 422: problem(InvalidToken, InvalidInput)},
        operation_id="auth_password_reset_confirm",
        tags=["auth"],
    )
    def post(self, request: Request) -> Response:
        """Choose a password with the token of a mailed link (reset or invitation). Sessions end, and API keys that the person made."""
        data = validated(ResetPassword, request.data)
        return Response(Audience(services.reset_password(**data, actor_address=client_address(request), now=clock.now())))
