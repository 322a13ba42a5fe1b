"""The operator's endpoints for what could not be indexed."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.search import unindexed
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import SearchRequest, Sort
from marketplace.foundation.search.tests.examples import document

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def headers(*roles: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {staff_token(*roles)}"}


@pytest.fixture
def refused() -> None:
    unindexed.record(PRODUCTS, [(document(name, "Mug"), f"reason of {name}") for name in ("prod_a", "prod_b", "prod_c")])


def test_what_was_refused_is_listed_in_pages(api: Any, refused: None) -> None:
    first = api.get("admin/search/unindexed", headers=headers("catalogue"), limit=2).json()
    second = api.get("admin/search/unindexed", headers=headers("catalogue"), limit=2, cursor=first["next_cursor"]).json()

    assert [(item["index"], item["document_id"], item["reason"]) for item in first["items"]] == [
        ("products", "prod_a", "reason of prod_a"),
        ("products", "prod_b", "reason of prod_b"),
    ]
    assert [item["document_id"] for item in second["items"]] == ["prod_c"]
    assert second["next_cursor"] is None


def test_all_are_tried_again(api: Any, refused: None) -> None:
    response = api.post("admin/search/unindexed/replay", headers=headers("admin"))

    assert (response.status_code, response.json()) == (200, {"indexed": 3})
    assert api.get("admin/search/unindexed", headers=headers("admin")).json()["items"] == []
    assert len(engine().search(PRODUCTS, SearchRequest(language="en", sort=Sort("sold"))).hits) == 3
    assert AuditEntry.objects.get(action="search.unindexed_replayed").new == {"indexed": 3}


def test_is_for_the_catalogues_staff_and_its_own_region(api: Any, refused: None) -> None:
    assert api.get("admin/search/unindexed").status_code == 401
    assert api.get("admin/search/unindexed", headers=headers("finance")).status_code == 403
    assert api.post("admin/search/unindexed/replay", headers=headers("finance")).status_code == 403
    assert api.get("admin/search/unindexed", headers=headers("admin"), cursor="nonsense").status_code == 422
