"""Vendors' and the operator's endpoints of returns. A vendor's look-ups start from its own; staff see all."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.inventory.errors import OutOfStock
from marketplace.apps.orders.types import LineQuantity
from marketplace.apps.returns import queries, services
from marketplace.apps.returns.errors import ReturnNotFound, ReturnStateForbids, WithdrawalStands
from marketplace.apps.returns.serializers import (
    ChangePolicy,
    InspectReturn,
    ListAllReturns,
    ListReturns,
    ReceiveUnits,
    RefuseReturn,
    SetLabel,
)
from marketplace.apps.returns.services.labels import MAX_LABEL_BYTES
from marketplace.apps.returns.types import InspectedLine, PolicyView, ReturnView
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable, PrivateLink
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.actions import action
from marketplace.foundation.rest.openapi import IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role, vendor_role
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.tokens import STAFF
from marketplace.foundation.rest.uploads import uploads_of
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    page_request,
    principal_of,
    query_validated,
    validated,
)
from marketplace.kit.errors import Forbidden, InvalidInput, Stale
from marketplace.kit.pages import Page

HANDLES_RETURNS = vendor_role("owner", "manager", "fulfilment")
REFUNDS = vendor_role("owner", "manager", "fulfilment", needs_second_factor=True)
SETS_POLICY = vendor_role("owner", "manager")
OF_STAFF = staff_role("admin", "support", "finance")
DECIDES = staff_role("admin", "support")


class VendorReturnList(TenantAPIView):
    permission_classes = [HANDLES_RETURNS]

    @extend_schema(operation_id="vendor_returns_list", parameters=[ListReturns, *PAGE], responses={200: Page[ReturnView]})
    def get(self, request: Request) -> Response:
        """The vendor's returns, the newest first."""
        wanted = {**query_validated(ListReturns, request), "vendor_id": _vendor_of(request)}
        return Response(queries.list_returns(page_request(request), **wanted))


class VendorReturnItem(TenantAPIView):
    permission_classes = [HANDLES_RETURNS]

    @extend_schema(operation_id="vendor_returns_get", responses={200: ReturnView, 404: problem(ReturnNotFound)})
    def get(self, request: Request, return_id: str) -> Response:
        return Response(queries.get_return(return_id, vendor_id=_vendor_of(request)))


class StaffReturnList(TenantAPIView):
    permission_classes = [OF_STAFF]
    audited = ("GET",)

    @extend_schema(operation_id="admin_returns_list", parameters=[ListAllReturns, *PAGE], responses={200: Page[ReturnView]})
    def get(self, request: Request) -> Response:
        """All returns, the newest first."""
        return Response(queries.list_returns(page_request(request), **query_validated(ListAllReturns, request)))


class StaffReturnItem(TenantAPIView):
    permission_classes = [OF_STAFF]
    audited = ("GET",)

    @extend_schema(operation_id="admin_returns_get", responses={200: ReturnView, 404: problem(ReturnNotFound)})
    def get(self, request: Request, return_id: str) -> Response:
        return Response(queries.get_return(return_id))


class _Handling(TenantAPIView):
    # Base of what a vendor does with its own returns, and staff with all; the views differ in the permission alone.

    def whose(self, request: Request, return_id: str) -> dict[str, Any]:
        return {"return_id": return_id, "vendor_id": _vendor_of(request), "actor": actor_of(request), "now": clock.now()}


def _vendor_of(request: Request) -> str:
    """Whose returns the caller may handle; empty for staff, who handle all. :raises Forbidden: for a vendor's person without a vendor"""
    principal = principal_of(request)
    if principal.audience == STAFF:
        return ""
    if not principal.vendor_id:
        raise Forbidden
    return str(principal.vendor_id)


class _Approve(_Handling):
    @idempotent
    def post(self, request: Request, return_id: str) -> Response:
        return Response(services.approve_return(**self.whose(request, return_id)))


@action("vendor_returns_approve", None, ReturnView, ReturnStateForbids, OutOfStock)
class VendorApprove(_Approve):
    """The customer may send the products back."""

    permission_classes = [HANDLES_RETURNS]


@action("admin_returns_approve", None, ReturnView, ReturnStateForbids, OutOfStock)
class StaffApprove(_Approve):
    """The customer may send the products back."""

    permission_classes = [DECIDES]


LABEL_FORM = {"multipart/form-data": SetLabel}
REFUSED_FILES = {413: problem(TooLarge), 422: problem(InvalidInput), 503: problem(BlobsUnavailable)}


class _Label(_Handling):
    parser_classes = [uploads_of(MAX_LABEL_BYTES)]

    @idempotent
    def post(self, request: Request, return_id: str) -> Response:
        data = validated(SetLabel, request.data)
        said = {"content": data["file"].read() if "file" in data else b"", "drop_off": data["drop_off"]}
        return Response(services.set_label(**said, **self.whose(request, return_id)))


@action("vendor_returns_label_create", LABEL_FORM, ReturnView, ReturnStateForbids, also=REFUSED_FILES)
class VendorLabel(_Label):
    """Say how the products come back: a label that the customer prints, where they are handed in, or both."""

    permission_classes = [HANDLES_RETURNS]


@action("admin_returns_label_create", LABEL_FORM, ReturnView, ReturnStateForbids, also=REFUSED_FILES)
class StaffLabel(_Label):
    """Say how the products come back: a label that the customer prints, where they are handed in, or both."""

    permission_classes = [DECIDES]


class VendorLabelLinks(TenantAPIView):
    permission_classes = [HANDLES_RETURNS]

    @extend_schema(
        operation_id="vendor_returns_label_links_create", request=None, responses={201: PrivateLink, 404: problem(ReturnNotFound)}
    )
    def post(self, request: Request, return_id: str) -> Response:
        """An address that downloads the label without a login, for five minutes."""
        link = services.link_to_label(return_id=return_id, vendor_id=_vendor_of(request), now=clock.now())
        return Response(link, status=201, headers={"Cache-Control": "private, no-store"})


class StaffLabelLinks(VendorLabelLinks):
    permission_classes = [OF_STAFF]

    @extend_schema(
        operation_id="admin_returns_label_links_create", request=None, responses={201: PrivateLink, 404: problem(ReturnNotFound)}
    )
    def post(self, request: Request, return_id: str) -> Response:
        """An address that downloads the label without a login, for five minutes."""
        return super().post(request, return_id)


class _Refuse(_Handling):
    @idempotent
    def post(self, request: Request, return_id: str) -> Response:
        data = validated(RefuseReturn, request.data)
        return Response(services.refuse_return(reason=data["reason"], **self.whose(request, return_id)))


@action("vendor_returns_refuse", RefuseReturn, ReturnView, ReturnStateForbids, WithdrawalStands)
class VendorRefuse(_Refuse):
    """The customer keeps the products, and reads why. What the law grants cannot be refused."""

    permission_classes = [HANDLES_RETURNS]


@action("admin_returns_refuse", RefuseReturn, ReturnView, ReturnStateForbids, WithdrawalStands)
class StaffRefuse(_Refuse):
    """The customer keeps the products, and reads why. What the law grants cannot be refused."""

    permission_classes = [DECIDES]


class _Receive(_Handling):
    @idempotent
    def post(self, request: Request, return_id: str) -> Response:
        lines = [LineQuantity(**item) for item in validated(ReceiveUnits, request.data)["lines"]]
        return Response(services.receive_return(lines=lines, **self.whose(request, return_id)))


@action("vendor_returns_receive", ReceiveUnits, ReturnView, ReturnStateForbids)
class VendorReceive(_Receive):
    """Units have arrived: a part, or the rest."""

    permission_classes = [HANDLES_RETURNS]


@action("admin_returns_receive", ReceiveUnits, ReturnView, ReturnStateForbids)
class StaffReceive(_Receive):
    """Units have arrived: a part, or the rest."""

    permission_classes = [DECIDES]


class _Inspect(_Handling):
    @idempotent
    def post(self, request: Request, return_id: str) -> Response:
        data = validated(InspectReturn, request.data)
        lines = [InspectedLine(**item) for item in data["lines"]]
        return Response(services.inspect_return(lines=lines, decision=data["decision"], **self.whose(request, return_id)))


@action("vendor_returns_inspect", InspectReturn, ReturnView, ReturnStateForbids, WithdrawalStands)
class VendorInspect(_Inspect):
    """Say what is taken back and what of it can be sold: the customer is refunded, and the stock follows."""

    permission_classes = [REFUNDS]


@action("admin_returns_inspect", InspectReturn, ReturnView, ReturnStateForbids, WithdrawalStands)
class StaffInspect(_Inspect):
    """Say what is taken back and what of it can be sold: the customer is refunded, and the stock follows."""

    permission_classes = [DECIDES]


class VendorPhotoLinks(TenantAPIView):
    permission_classes = [HANDLES_RETURNS]

    @extend_schema(
        operation_id="vendor_returns_photos_links_create", request=None, responses={201: PrivateLink, 404: problem(ReturnNotFound)}
    )
    def post(self, request: Request, return_id: str, photo_id: str) -> Response:
        """An address that downloads the photo without a login, for five minutes."""
        link = services.link_to_photo(return_id=return_id, photo_id=photo_id, vendor_id=_vendor_of(request), now=clock.now())
        return Response(link, status=201, headers={"Cache-Control": "private, no-store"})


class StaffPhotoLinks(VendorPhotoLinks):
    permission_classes = [OF_STAFF]

    @extend_schema(
        operation_id="admin_returns_photos_links_create", request=None, responses={201: PrivateLink, 404: problem(ReturnNotFound)}
    )
    def post(self, request: Request, return_id: str, photo_id: str) -> Response:
        """An address that downloads the photo without a login, for five minutes."""
        return super().post(request, return_id, photo_id)


class Policy(TenantAPIView):
    permission_classes = [SETS_POLICY]

    @extend_schema(operation_id="vendor_return_policy_get", responses={200: PolicyView})
    def get(self, request: Request) -> Response:
        """How long the vendor's customers may return products, and how."""
        policy = queries.get_policy(_vendor_of(request))
        return Response(policy, headers=etag_header(policy.etag))

    @extend_schema(
        operation_id="vendor_return_policy_set",
        request=ChangePolicy,
        parameters=[IF_MATCH],
        responses={200: PolicyView, 412: problem(Stale), 422: problem(InvalidInput)},
    )
    def put(self, request: Request) -> Response:
        """Change it. The law's fourteen days in the EU hold below it."""
        etag, data = if_match(request), validated(ChangePolicy, request.data)
        about: dict[str, Any] = {"vendor_id": _vendor_of(request), "actor": actor_of(request), "now": clock.now()}
        policy = services.set_policy(etag=etag, **data, **about)
        return Response(policy, headers=etag_header(policy.etag))
