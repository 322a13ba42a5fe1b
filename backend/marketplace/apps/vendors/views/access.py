"""Who may act for a vendor: its people and its keys. For owners."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts.errors import EmailInUse
from marketplace.apps.accounts.types import VendorPerson
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import LastOwner, TooManyApiKeys, VendorStateForbids
from marketplace.apps.vendors.serializers import ApiKeys, ChangeRoles, CreateApiKey, InviteMember, Members
from marketplace.apps.vendors.types import NewApiKey
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, principal_of, validated
from marketplace.kit.errors import InvalidInput, NotFound

NOTHING = OpenApiResponse(description="Done")
OWNER = vendor_role("owner", needs_second_factor=True, needs_recent_authentication=True)


class MembersEndpoint(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(responses={200: Members}, operation_id="vendor_members_list", tags=["vendor"])
    def get(self, request: Request) -> Response:
        """The vendor's people."""
        return Response(Members(account_queries.list_vendor_people(principal_of(request).vendor_id)))

    @extend_schema(
        request=InviteMember,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: VendorPerson, 409: problem(EmailInUse, VendorStateForbids), 422: problem(InvalidInput)},
        operation_id="vendor_members_create",
        tags=["vendor"],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Give a person access; a mail lets them choose a password."""
        data = {"language": requested_language(request), **validated(InviteMember, request.data)}
        vendor_id = principal_of(request).vendor_id
        person = services.invite_member(vendor_id=vendor_id, **data, actor=actor_of(request), now=clock.now())
        return Response(person, status=201, headers=etag_header(person.etag))


class MemberEndpoint(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(responses={200: VendorPerson, 404: problem(NotFound)}, operation_id="vendor_members_get", tags=["vendor"])
    def get(self, request: Request, person_id: str) -> Response:
        """One of the vendor's people."""
        person = account_queries.get_vendor_person(vendor_id=principal_of(request).vendor_id, person_id=person_id)
        return Response(person, headers=etag_header(person.etag))

    @extend_schema(
        request=ChangeRoles,
        parameters=[IF_MATCH],
        responses={200: VendorPerson, 404: problem(NotFound), 409: problem(LastOwner), 412: problem(StaleRow)},
        operation_id="vendor_members_edit",
        tags=["vendor"],
    )
    def patch(self, request: Request, person_id: str) -> Response:
        """Replace a person's roles; they have to log in again. A vendor keeps an owner."""
        vendor_id, etag, data = principal_of(request).vendor_id, if_match(request), validated(ChangeRoles, request.data)
        person = services.change_member_roles(
            vendor_id=vendor_id, person_id=person_id, etag=etag, **data, actor=actor_of(request), now=clock.now()
        )
        return Response(person, headers=etag_header(person.etag))

    @extend_schema(
        responses={204: NOTHING, 404: problem(NotFound), 409: problem(LastOwner)}, operation_id="vendor_members_remove", tags=["vendor"]
    )
    def delete(self, request: Request, person_id: str) -> Response:
        """End a person's access. A vendor keeps an owner."""
        vendor_id = principal_of(request).vendor_id
        services.remove_member(vendor_id=vendor_id, person_id=person_id, actor=actor_of(request), now=clock.now())
        return Response(status=204)


class ApiKeysEndpoint(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(responses={200: ApiKeys}, operation_id="vendor_api_keys_list", tags=["vendor"])
    def get(self, request: Request) -> Response:
        """The vendor's API keys, without their secrets."""
        return Response(ApiKeys(queries.list_api_keys(principal_of(request).vendor_id)))

    @extend_schema(
        request=CreateApiKey,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: NewApiKey, 409: problem(TooManyApiKeys, VendorStateForbids), 422: problem(InvalidInput)},
        operation_id="vendor_api_keys_create",
        tags=["vendor"],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Make an API key; its secret is shown in this answer only."""
        vendor_id, data = principal_of(request).vendor_id, validated(CreateApiKey, request.data)
        key = services.create_api_key(vendor_id=vendor_id, **data, actor=actor_of(request), now=clock.now())
        return Response(key, status=201)


class ApiKeyEndpoint(TenantAPIView):
    permission_classes = [OWNER]

    @extend_schema(responses={204: NOTHING, 404: problem(NotFound)}, operation_id="vendor_api_keys_remove", tags=["vendor"])
    def delete(self, request: Request, key_id: str) -> Response:
        """Refuse a key from now on."""
        vendor_id = principal_of(request).vendor_id
        services.revoke_api_key(vendor_id=vendor_id, key_id=key_id, actor=actor_of(request), now=clock.now())
        return Response(status=204)
