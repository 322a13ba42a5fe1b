"""What the operator's staff sees of customers."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts import queries, services
from marketplace.apps.accounts.errors import BlockUnchanged
from marketplace.apps.accounts.serializers import AddressBook, ListCustomers, ReasonGiven
from marketplace.apps.accounts.types import CustomerView
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, query_validated, validated
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import Page


class AdminCustomers(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]
    audited = ("GET",)

    @extend_schema(
        parameters=[*PAGE, ListCustomers], responses={200: Page[CustomerView]}, operation_id="admin_customers_list", tags=["admin"]
    )
    def get(self, request: Request) -> Response:
        """Customers, newest first, by the beginning of an e-mail address."""
        return Response(queries.list_customers(**query_validated(ListCustomers, request), page=page_request(request)))


class AdminCustomer(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]
    audited = ("GET",)

    @extend_schema(responses={200: CustomerView, 404: problem(NotFound)}, operation_id="admin_customers_get", tags=["admin"])
    def get(self, request: Request, customer_id: str) -> Response:
        """One customer."""
        return Response(queries.get_customer(customer_id))


class AdminCustomerAddresses(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]
    audited = ("GET",)

    @extend_schema(responses={200: AddressBook, 404: problem(NotFound)}, operation_id="admin_customers_addresses_list", tags=["admin"])
    def get(self, request: Request, customer_id: str) -> Response:
        """The addresses that a customer has saved, at most 50. Who looks at them is written into the audit log."""
        return Response(AddressBook(queries.list_addresses(queries.get_customer(customer_id).id)))


class BlockCustomer(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]

    @extend_schema(
        request=ReasonGiven,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: CustomerView, 404: problem(NotFound), 409: problem(BlockUnchanged), 422: problem(InvalidInput)},
        operation_id="admin_customers_block",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, customer_id: str) -> Response:
        """Let the customer neither log in nor order; sessions end at once, orders that are placed go on."""
        data = validated(ReasonGiven, request.data)
        return Response(services.block_customer(customer_id=customer_id, **data, actor=actor_of(request), now=clock.now()))


class UnblockCustomer(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]

    @extend_schema(
        request=ReasonGiven,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: CustomerView, 404: problem(NotFound), 409: problem(BlockUnchanged), 422: problem(InvalidInput)},
        operation_id="admin_customers_unblock",
        tags=["admin"],
    )
    @idempotent
    def post(self, request: Request, customer_id: str) -> Response:
        """Let the customer log in and order again."""
        data = validated(ReasonGiven, request.data)
        return Response(services.unblock_customer(customer_id=customer_id, **data, actor=actor_of(request), now=clock.now()))
