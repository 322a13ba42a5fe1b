"""Staff look at what providers sent, and have it interpreted once more."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments import queries
from marketplace.apps.payments.models import ProviderEvent
from marketplace.apps.payments.tests.factories import paid_on_the_page, published_events
from marketplace.apps.payments.tests.sandbox import Sandbox, interpret_events
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")
WHY = {"reason": "the books differ"}


@pytest.fixture
def webhook(sandbox: Sandbox, api: Any) -> ProviderEvent:
    """One that was interpreted."""
    sandbox.next_webhook(paid_on_the_page(sandbox).id, "payment.succeeded").post(api)
    return ProviderEvent.objects.get()


def list_of(api: Any, **query: str) -> list[dict[str, Any]]:
    answer = api.get("admin/webhooks", token=staff_token("finance"), **query)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


class TestTheList:
    def test_says_what_came_and_what_became_of_it_but_not_what_it_holds(self, webhook: ProviderEvent, api: Any):
        (item,) = list_of(api)

        assert (item["id"], item["provider"], item["state"], item["deliveries"]) == (webhook.pk, "sandbox", "interpreted", 1)
        assert queries.get_payment(item["payment_id"]).state == "succeeded"
        assert "body" not in item

    def test_is_narrowed_by_state_provider_and_payment(self, webhook: ProviderEvent, api: Any):
        common = {"provider": "sandbox", "type": "payment.created", "body": b"{}", "received_at": NOW}
        ProviderEvent.objects.create(event_id="evt_waits", **common)
        ProviderEvent.objects.create(event_id="evt_of_others", processed_at=NOW, **common)

        assert [item["event_id"] for item in list_of(api, state="pending")] == ["evt_waits"]
        assert [item["event_id"] for item in list_of(api, state="unknown")] == ["evt_of_others"]
        assert [item["id"] for item in list_of(api, state="interpreted", payment_id=webhook.payment_id)] == [webhook.pk]
        assert list_of(api, provider="stripe") == []

    def test_is_paged(self, webhook: ProviderEvent, api: Any):
        ProviderEvent.objects.create(provider="sandbox", event_id="evt_2", type="x", body=b"{}", received_at=NOW)

        first = api.get("admin/webhooks", token=staff_token("finance"), limit="1").json()
        second = api.get("admin/webhooks", token=staff_token("finance"), limit="1", cursor=first["next_cursor"]).json()

        assert [item["event_id"] for item in first["items"]] == ["evt_2"]
        assert [item["id"] for item in second["items"]] == [webhook.pk]


class TestAReplay:
    def test_asks_the_provider_again_and_books_nothing_twice(self, webhook: ProviderEvent, api: Any):
        answer = api.post(f"admin/webhooks/{webhook.pk}/replay", WHY, token=staff_token("finance"))
        interpret_events()

        assert (answer.status_code, answer.json()["state"]) == (200, "pending")
        assert [item["state"] for item in list_of(api)] == ["interpreted"]
        assert published_events().count("payment_succeeded") == 1
        entry = AuditEntry.objects.get(action="webhook.replayed")
        assert (entry.resource, entry.reason) == (f"sandbox:{webhook.event_id}", WHY["reason"])


class TestRefusals:
    def test_of_those_who_do_not_handle_money(self, webhook: ProviderEvent, api: Any, mena: tenancy.Tenant):
        with tenancy.scope(mena):
            abroad = staff_token("finance")
        path = f"admin/webhooks/{webhook.pk}/replay"

        assert api.get("admin/webhooks", token=staff_token("support")).status_code == 403
        assert api.post(path, WHY, token=staff_token("support")).status_code == 403
        assert api.post(path, WHY).status_code == 401
        assert api.post(path, WHY, token=abroad, tenant="mena").status_code == 404

    @pytest.mark.parametrize("number", ["0", "99999999999999999999999", "evt_1"])
    def test_of_what_is_not_there(self, api: Any, number: str):
        answer = api.post(f"admin/webhooks/{number}/replay", WHY, token=staff_token("finance"))

        assert (answer.status_code, answer.json()["code"]) == (404, "webhook_not_found")

    def test_of_no_reason(self, webhook: ProviderEvent, api: Any):
        answer = api.post(f"admin/webhooks/{webhook.pk}/replay", {}, token=staff_token("finance"))

        assert [error["field"] for error in answer.json()["errors"]] == ["reason"]
