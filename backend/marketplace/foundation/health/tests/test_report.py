"""What administrators see of the platform's health."""

from __future__ import annotations

import pytest

from marketplace.foundation import tenancy
from marketplace.foundation.audit.tests.factories import a_token
from marketplace.foundation.events.tests.events import publish
from marketplace.foundation.rest.tokens import STAFF, VENDOR

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def test_it_names_each_store_and_what_waits(api, subscribe):
    subscribe("tests.waiting", lambda event: None)
    publish(1)

    answer = api.get("admin/health", token=a_token())

    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert [(store["name"], store["is_ok"]) for store in found["stores"]] == [
        (name, True) for name in ("platform", "database", "documents", "search", "files", "cache")
    ]
    assert (found["events"]["waiting"], found["events"]["parked"], found["is_in_maintenance"]) == (1, 0, False)
    assert found["events"]["oldest_at"] is not None
    assert {queue["name"] for queue in found["queues"]} == {"prompt", "bulk"}
    assert (found["version"], found["revision"]) == ("unreleased", "unknown")


def test_it_is_for_administrators_of_the_region(api, mena):
    with tenancy.scope(mena):
        foreign = a_token()

    assert api.get("admin/health").status_code == 401
    for token in (a_token(STAFF, "support"), a_token(STAFF, "finance"), a_token(VENDOR, "owner")):
        assert api.get("admin/health", token=token).status_code == 403
    assert api.get("admin/health", token=foreign).status_code == 421
