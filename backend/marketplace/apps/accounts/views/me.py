"""Endpoints for a person's own data."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries, services
from marketplace.apps.accounts.errors import AddressBookFull, TooManyAttempts, TooManyConsents
from marketplace.apps.accounts.serializers import (
    AddAddress,
    AddressBook,
    ChangePassword,
    Consents,
    EditAddress,
    EditProfile,
    RecordConsent,
    Unsubscribe,
    consents_of,
)
from marketplace.apps.accounts.types import MyProfile, SavedAddress
from marketplace.apps.accounts.views.permissions import IsPerson
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, problem
from marketplace.foundation.rest.permissions import IsCustomer
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, principal_of, validated
from marketplace.kit.errors import InvalidInput, NotFound

NOTHING = OpenApiResponse(description="Done")


class Me(TenantAPIView):
    permission_classes = [IsPerson]

    @extend_schema(responses={200: MyProfile}, operation_id="me_get", tags=["me"])
    def get(self, request: Request) -> Response:
        """Who the caller is."""
        return _profile(request)

    @extend_schema(
        request=EditProfile,
        parameters=[IF_MATCH],
        responses={200: MyProfile, 412: problem(StaleRow), 422: problem(InvalidInput)},
        operation_id="me_edit",
        tags=["me"],
    )
    def patch(self, request: Request) -> Response:
        """Change name, language or telephone number."""
        principal = principal_of(request)
        changes = {"name": None, "language": None, "phone": None, **validated(EditProfile, request.data)}
        services.change_profile(audience=principal.audience, person_id=principal.id, etag=if_match(request), **changes)
        return _profile(request)


class MyPassword(TenantAPIView):
    permission_classes = [IsPerson]
    throttle_classes = [CallerThrottle]
    throttle_scope = "password"

    @extend_schema(
        request=ChangePassword,
        responses={204: NOTHING, 422: problem(InvalidInput), 429: problem(TooManyAttempts)},
        operation_id="me_password",
        tags=["me"],
    )
    def post(self, request: Request) -> Response:
        """Choose another password; all other sessions end."""
        principal, data = principal_of(request), validated(ChangePassword, request.data)
        services.change_password(
            audience=principal.audience,
            person_id=principal.id,
            session_id=principal.session_id,
            current=data["current_password"],
            new=data["new_password"],
            actor=actor_of(request),
            now=clock.now(),
        )
        return Response(status=204)


class MyAddresses(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(responses={200: AddressBook}, operation_id="me_addresses_list", tags=["me"])
    def get(self, request: Request) -> Response:
        """The customer's address book."""
        return Response(AddressBook(queries.list_addresses(principal_of(request).id)))

    @extend_schema(
        request=AddAddress,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: SavedAddress, 409: problem(AddressBookFull), 422: problem(InvalidInput)},
        operation_id="me_addresses_create",
        tags=["me"],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Put an address into the book, checked by its country's rules; the first one becomes the default."""
        saved = services.add_address(account_id=principal_of(request).id, **validated(AddAddress, request.data), now=clock.now())
        return Response(saved, status=201, headers=etag_header(saved.etag))


class MyAddress(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(responses={200: SavedAddress, 404: problem(NotFound)}, operation_id="me_addresses_get", tags=["me"])
    def get(self, request: Request, address_id: str) -> Response:
        """One address of the book."""
        saved = queries.get_address(account_id=principal_of(request).id, address_id=address_id)
        return Response(saved, headers=etag_header(saved.etag))

    @extend_schema(
        request=EditAddress,
        parameters=[IF_MATCH],
        responses={200: SavedAddress, 404: problem(NotFound), 412: problem(StaleRow), 422: problem(InvalidInput)},
        operation_id="me_addresses_edit",
        tags=["me"],
    )
    def patch(self, request: Request, address_id: str) -> Response:
        """Change what is given of an address."""
        etag, changes = if_match(request), validated(EditAddress, request.data)
        saved = services.change_address(account_id=principal_of(request).id, address_id=address_id, etag=etag, **changes)
        return Response(saved, headers=etag_header(saved.etag))

    @extend_schema(responses={204: NOTHING, 404: problem(NotFound)}, operation_id="me_addresses_remove", tags=["me"])
    def delete(self, request: Request, address_id: str) -> Response:
        """Take an address out of the book."""
        services.remove_address(account_id=principal_of(request).id, address_id=address_id)
        return Response(status=204)


class MyConsents(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(responses={200: Consents}, operation_id="me_consents_list", tags=["me"])
    def get(self, request: Request) -> Response:
        """What the customer agrees to, with the record of it."""
        return Response(consents_of(queries.list_consents(principal_of(request).id)))

    @extend_schema(
        request=RecordConsent,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: Consents, 409: problem(TooManyConsents), 422: problem(InvalidInput)},
        operation_id="me_consents_create",
        tags=["me"],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Agree to something, or take it back."""
        account_id = principal_of(request).id
        services.record_consent(account_id=account_id, **validated(RecordConsent, request.data), now=clock.now())
        return Response(consents_of(queries.list_consents(account_id)), status=201)


class Unsubscriptions(TenantAPIView):
    permission_classes = [AllowAny]
    throttle_classes = [CallerThrottle]
    throttle_scope = "unsubscriptions"

    @extend_schema(
        request=Unsubscribe,
        responses={204: NOTHING, 404: problem(NotFound), 422: problem(InvalidInput)},
        operation_id="store_unsubscriptions_create",
    )
    def post(self, request: Request) -> Response:
        """Take consent to marketing back, by the link in a mail. A repeat does nothing more."""
        services.unsubscribe(**validated(Unsubscribe, request.data), now=clock.now())
        return Response(status=204)


def _profile(request: Request) -> Response:
    principal = principal_of(request)
    profile = queries.get_profile(audience=principal.audience, person_id=principal.id)
    return Response(profile, headers=etag_header(profile.etag))
