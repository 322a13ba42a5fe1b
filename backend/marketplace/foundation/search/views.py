from __future__ import annotations

from datetime import datetime

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation import audit, clock, tenancy
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request
from marketplace.foundation.search import unindexed
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page, PageRequest, decode_cursor, encode_cursor

MAX_ID = 2**63 - 1


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A document that search could not take for what is in it, and why."""

    index: str
    document_id: str
    version: int
    reason: str
    refused_at: datetime


class Replayed(msgspec.Struct, frozen=True):
    """How many could be indexed after all."""

    indexed: int


class Unindexed(TenantAPIView):
    permission_classes = [staff_role("admin", "catalogue")]

    @extend_schema(operation_id="admin_search_unindexed_list", parameters=PAGE, responses={200: Page[Refused], 422: problem(InvalidInput)})
    def get(self, request: Request) -> Response:
        """Documents that the search engine refused, so that nobody finds them."""
        return Response(_refused(page_request(request)))


class UnindexedReplay(TenantAPIView):
    permission_classes = [staff_role("admin", "catalogue")]

    @extend_schema(
        operation_id="admin_search_unindexed_replay",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: Replayed, 503: problem(SearchUnavailable)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Try again to index the documents that were refused."""
        indexed = unindexed.replay(engine=engine())
        with tenancy.atomic():
            new = {"indexed": indexed}
            audit.record(actor=actor_of(request), action="search.unindexed_replayed", resource="unindexed", new=new, now=clock.now())
        return Response(Replayed(indexed))


def _refused(page: PageRequest) -> Page[Refused]:
    """The oldest first."""
    found = unindexed.list_unindexed()
    if page.cursor:
        found = found.filter(id__gt=min(decode_cursor(page.cursor, int), MAX_ID))
    rows = list(found[: page.limit + 1])
    shown = [
        Refused(index=row.index_name, document_id=row.document_id, version=row.version, reason=row.reason, refused_at=row.refused_at)
        for row in rows[: page.limit]
    ]
    return Page(shown, encode_cursor(rows[page.limit - 1].pk) if len(rows) > page.limit else None)
