"""The operator's people: for administrators alone."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import services
from marketplace.apps.accounts.serializers import ChangeStaffRoles, InviteStaff, ListStaff, ReasonGiven
from marketplace.apps.staff import queries as staff_queries
from marketplace.apps.staff.errors import AccessUnchanged, LastAdmin, OwnAccess, StaffEmailInUse
from marketplace.apps.staff.types import StaffRow
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page

ADMINS = staff_role("admin", needs_recent_authentication=True)


class StaffMembers(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(parameters=[ListStaff, *PAGE], responses={200: Page[StaffRow]}, operation_id="admin_staff_list", tags=["admin"])
    def get(self, request: Request) -> Response:
        """The operator's people, who work in every region; the newest first."""
        return Response(staff_queries.list_members(**query_validated(ListStaff, request), page=page_request(request)))

    @extend_schema(
        request=InviteStaff,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: StaffRow, 409: problem(StaffEmailInUse), 422: problem(InvalidInput)},
        operation_id="admin_staff_create",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Give a person access to every region; a mail lets them choose a password."""
        data = {"language": requested_language(request), **validated(InviteStaff, request.data)}
        return _answer(services.invite_staff(**data, actor=actor_of(request), now=clock.now()), 201)


class StaffMemberDetail(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(responses={200: StaffRow, 404: problem(NotFound)}, operation_id="admin_staff_get", tags=["admin"])
    def get(self, request: Request, member_id: str) -> Response:
        """One member."""
        return _answer(staff_queries.get_row(member_id))

    @extend_schema(
        request=ChangeStaffRoles,
        parameters=[IF_MATCH],
        responses={
            200: StaffRow,
            404: problem(NotFound),
            409: problem(OwnAccess, LastAdmin),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
        operation_id="admin_staff_edit",
        tags=["admin"],
    )
    def patch(self, request: Request, member_id: str) -> Response:
        """Replace another member's roles; they have to log in again. There is always an administrator who can."""
        etag, data = if_match(request), validated(ChangeStaffRoles, request.data)
        return _answer(services.change_staff_roles(member_id=member_id, etag=etag, **data, actor=actor_of(request), now=clock.now()))


class StaffInvitations(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses={201: StaffRow, 404: problem(NotFound), 409: problem(AccessUnchanged)},
        operation_id="admin_staff_invitations_create",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, member_id: str) -> Response:
        """Mail another link to a member who has not chosen a password; earlier ones end."""
        return _answer(services.invite_staff_again(member_id=member_id, actor=actor_of(request), now=clock.now()), 201)


class EndStaffAccess(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(
        request=ReasonGiven,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: StaffRow, 404: problem(NotFound), 409: problem(OwnAccess, LastAdmin, AccessUnchanged), 422: problem(InvalidInput)},
        operation_id="admin_staff_end_access",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, member_id: str) -> Response:
        """End another member's access to every region, with their sessions."""
        data = validated(ReasonGiven, request.data)
        return _answer(services.end_staff_access(member_id=member_id, **data, actor=actor_of(request), now=clock.now()))


class RestoreStaffAccess(TenantAPIView):
    permission_classes = [ADMINS]

    @extend_schema(
        request=ReasonGiven,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: StaffRow, 404: problem(NotFound), 409: problem(OwnAccess, AccessUnchanged), 422: problem(InvalidInput)},
        operation_id="admin_staff_restore_access",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, member_id: str) -> Response:
        """Let a member in again, with the roles of before, by a mailed link to a new password."""
        data = validated(ReasonGiven, request.data)
        return _answer(services.restore_staff_access(member_id=member_id, **data, actor=actor_of(request), now=clock.now()))


def _answer(row: StaffRow, status: int = 200) -> Response:
    return Response(row, status=status, headers=etag_header(row.etag))
