"""The operator's endpoints of what products share: brands, tags and the names of options."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.domain.terms import TermKind
from marketplace.apps.catalog.queries.terms import AttributeNames, CatalogueTerm, TermRenameView
from marketplace.apps.catalog.serializers import ListRenames, ListTerms, NameAttribute, RenameTerm
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import (
    TenantAPIView,
    actor_of,
    etag_header,
    if_match,
    page_request,
    query_validated,
    validated,
)
from marketplace.kit.errors import Forbidden, InvalidInput, NotFound
from marketplace.kit.pages import Page

CATALOGUE_STAFF = staff_role("admin", "catalogue")


class CatalogueTerms(TenantAPIView):
    permission_classes = [CATALOGUE_STAFF]

    @extend_schema(operation_id="admin_terms_list", parameters=[ListTerms, *PAGE], responses={200: Page[CatalogueTerm]})
    def get(self, request: Request) -> Response:
        """Brands, tags or names of options as products spell them, spellings of one word together. Archived products do not count."""
        data = query_validated(ListTerms, request)
        return Response(queries.list_terms(TermKind(data["kind"]), part=data["q"], text=data["text"], page=page_request(request)))


class TermRenames(TenantAPIView):
    permission_classes = [CATALOGUE_STAFF]

    @extend_schema(operation_id="admin_terms_renames_list", parameters=[ListRenames, *PAGE], responses={200: Page[TermRenameView]})
    def get(self, request: Request) -> Response:
        """What was called otherwise, the latest first, with how many products are still to follow."""
        data = query_validated(ListRenames, request)
        return Response(queries.list_renames(TermKind(data["kind"]), page_request(request)))

    @extend_schema(
        operation_id="admin_terms_renames_create",
        request=RenameTerm,
        parameters=[IDEMPOTENCY_KEY],
        responses={202: TermRenameView, 403: problem(Forbidden), 412: problem(StaleRow), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Call a brand, a tag or an option otherwise; one that has the new name already becomes the same. Its products follow by and by."""
        data = validated(RenameTerm, request.data)
        kind = TermKind(data.pop("kind"))
        return Response(services.rename_term(kind=kind, **data, actor=actor_of(request), now=clock.now()), status=202)


class AttributeNamesView(TenantAPIView):
    permission_classes = [CATALOGUE_STAFF]

    @extend_schema(operation_id="admin_attributes_names_get", responses={200: AttributeNames, 404: problem(NotFound)})
    def get(self, request: Request, key: str) -> Response:
        """How the filter of an option is called by language; empty where staff have said nothing."""
        return _named(queries.get_attribute_names(key))

    @extend_schema(
        operation_id="admin_attributes_names_set",
        request=NameAttribute,
        parameters=[IF_MATCH],
        responses={
            200: AttributeNames,
            403: problem(Forbidden),
            404: problem(NotFound),
            412: problem(StaleRow),
            422: problem(InvalidInput),
        },
    )
    def put(self, request: Request, key: str) -> Response:
        """Call the filter of an option otherwise; the products keep their own words."""
        names = validated(NameAttribute, request.data)["names"]
        return _named(services.name_attribute(key=key, names=names, etag=if_match(request), actor=actor_of(request), now=clock.now()))


def _named(names: AttributeNames) -> Response:
    return Response(names, headers=etag_header(names.etag))
