"""With a secret in the settings, only what comes through the gateway is answered, or believed."""

from __future__ import annotations

import pytest

from marketplace.foundation.realtime.tests.server import running_realtime

SECRET = "the-present-secret-of-the-gateway-9876543210"
OLD = "an-older-secret-of-the-gateway-0123456789"
CLAIMED = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}


@pytest.fixture
def guarded(tenant, settings):
    settings.GATEWAY_SECRETS = [SECRET, OLD]


@pytest.mark.usefixtures("guarded")
class TestApi:
    @pytest.mark.parametrize("secret", [SECRET, OLD])
    def test_the_gateways_requests_are_answered(self, api, secret):
        answer = api.get("store/region", headers={"Gateway-Secret": secret})

        assert answer.status_code == 200
        assert secret not in str(answer.headers) + answer.content.decode()

    @pytest.mark.parametrize(
        "headers",
        [{}, {"Gateway-Secret": ""}, {"Gateway-Secret": SECRET[:-1]}, {"Gateway-Secret": f"{SECRET},{OLD}"}, {"Gateway-Secret": "é"}],
    )
    @pytest.mark.parametrize("path", ["store/region", "me", "nowhere", "schema"])
    def test_others_are_refused_whatever_they_claim(self, api, path, headers):
        answer = api.get(path, headers={**headers, **CLAIMED})

        assert (answer.status_code, answer.json()["code"]) == (403, "not_through_gateway")
        assert answer.json()["request_id"] == answer["X-Request-ID"]

    def test_the_refusal_is_in_the_callers_language(self, api):
        answer = api.get("store/region", headers={"Accept-Language": "nl"})

        assert answer.json()["title"] == "Verzoeken komen alleen via het openbare adres binnen"

    def test_health_is_answered_to_all(self, api):
        assert api.get("health/live").status_code == 200


@pytest.mark.usefixtures("tenant")
def test_without_a_secret_everybody_is_answered(api, settings):
    assert settings.GATEWAY_SECRETS == []
    assert api.get("store/region").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("tenant")
def test_live_updates_ask_for_it_too():
    with running_realtime(GM_GATEWAY_SECRET=f"{SECRET},{OLD}") as server:
        refused = server.get("/ws/v1/events", headers=CLAIMED)
        health = server.get("/ws/v1/health/live")
        with server.events(headers={"Gateway-Secret": OLD}) as events:
            _, first = events.next()

    assert (refused.status_code, refused.json()["code"]) == (403, "not_through_gateway")
    assert health.status_code == 200
    assert first["type"] == "ready"
