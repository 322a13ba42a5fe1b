"""Every endpoint of the API is tried with every kind of caller that it is not for, and with every id that is not the caller's."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from contract.tests.endpoints import ANYBODY, BACK_OFFICE, CUSTOMER, NOBODY, PERSON, STAFF, VENDOR, Endpoint, all_endpoints
from contract.tests.requests import BODIES, if_match_of
from contract.tests.world import Caller, Region
from marketplace.apps.accounts.tests.factories import customer_token
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord

pytestmark = pytest.mark.django_db(databases="__all__")
ENDPOINTS = [endpoint for endpoint in all_endpoints() if not endpoint.route.startswith("/")]
READ_TOKENS = [endpoint for endpoint in ENDPOINTS if endpoint.audience != NOBODY]
GUARDED = [endpoint for endpoint in READ_TOKENS if endpoint.audience != ANYBODY]
HOSTLESS = [endpoint for endpoint in ENDPOINTS if endpoint.route.startswith("health/")]
LOGGING_IN = {"auth/login", "auth/login/code", "auth/login/passkey", "auth/refresh"}
LOGGING_OUT = {"auth/logout", "auth/password-reset", "auth/password-reset/confirm"}
OPEN_IN_MAINTENANCE = {"health/live", "health/ready", *LOGGING_IN, *LOGGING_OUT, "store/region", "webhooks/<provider>"}


def tokens(tenant: tenancy.Tenant) -> dict[str, str]:
    with tenancy.scope(tenant):
        return {CUSTOMER: customer_token("cus_1"), VENDOR: vendor_token("ven_1"), STAFF: staff_token()}


def answers(api: Any, endpoints: list[Endpoint], **options: Any) -> dict[str, tuple[int, str]]:
    """The status and problem code that each endpoint gives."""
    found = {}
    for endpoint in endpoints:
        answer = api.send(endpoint.method, endpoint.path(), {}, **options)
        assert answer["Content-Type"] == "application/problem+json", (endpoint, answer.status_code)
        found[str(endpoint)] = (answer.status_code, answer.json()["code"])
    return found


def all_are(status: int, code: str, endpoints: list[Endpoint]) -> dict[str, tuple[int, str]]:
    return {str(endpoint): (status, code) for endpoint in endpoints}


def opened_to(audience: str) -> set[str]:
    """What the table calls the endpoints that a person of this audience opens."""
    return {audience, PERSON} if audience == CUSTOMER else {audience, PERSON, BACK_OFFICE}


class TestTheTable:
    def test_every_endpoint_has_its_audience(self):
        assert {endpoint.audience for endpoint in all_endpoints()} == {ANYBODY, NOBODY, PERSON, BACK_OFFICE, CUSTOMER, VENDOR, STAFF}


class TestRegions:
    @pytest.mark.parametrize("audience", [CUSTOMER, VENDOR, STAFF])
    def test_a_token_of_another_region_is_misdirected_at_every_endpoint(self, api, eu, mena, audience):
        token = tokens(eu)[audience]

        assert answers(api, READ_TOKENS, tenant="mena", token=token) == all_are(421, "wrong_region", READ_TOKENS)

    def test_an_api_key_of_another_region_is_misdirected_at_every_endpoint(self, api):
        key = "Api-Key gmk_eu_0000000000"

        assert answers(api, READ_TOKENS, tenant="mena", token=key) == all_are(421, "wrong_region", READ_TOKENS)

    @pytest.mark.parametrize("host", ["api.atlantis.localhost", "localhost", "127.0.0.1", "eu.localhost.evil.example"])
    def test_an_unknown_host_is_misdirected_at_every_endpoint_but_health(self, api, eu, host):
        endpoints = [endpoint for endpoint in ENDPOINTS if endpoint not in HOSTLESS]

        assert answers(api, endpoints, host=host, token=tokens(eu)[STAFF]) == all_are(421, "wrong_region", endpoints)

    def test_a_host_that_a_proxy_header_names_does_not_count(self, api):
        answer = api.get("store/region", host="api.eu.localhost", headers={"X-Forwarded-Host": "api.mena.localhost"})

        assert answer.json()["slug"] == "eu"

    def test_a_region_in_maintenance_answers_nobody_but_staff(self, api, eu):
        TenantRecord.objects.filter(slug="eu").update(is_in_maintenance=True)
        directory.forget()
        endpoints = [endpoint for endpoint in ENDPOINTS if endpoint.route not in OPEN_IN_MAINTENANCE]

        for token in (None, tokens(eu)[CUSTOMER], tokens(eu)[VENDOR]):
            assert answers(api, endpoints, token=token) == all_are(503, "in_maintenance", endpoints)
        assert api.get("store/categories", token=tokens(eu)[STAFF]).status_code == 200
        assert api.get("store/region").status_code == 200


ASK_THE_SESSION = ("auth/logout-everywhere", "me/reauthentication")  # which these tokens do not have


class TestAudiences:
    @pytest.mark.parametrize("token", [None, "not.a.token", "Api-Key gmk_eu_unknown"], ids=["none", "forged", "unknown key"])
    def test_nobody_unknown_comes_through_a_guarded_endpoint(self, api, eu, token):
        assert answers(api, GUARDED, token=token) == all_are(401, "not_authenticated", GUARDED)

    @pytest.mark.parametrize("audience", [CUSTOMER, VENDOR, STAFF])
    def test_a_token_opens_no_endpoint_of_another_audience(self, api, eu, audience):
        others = [endpoint for endpoint in GUARDED if endpoint.audience not in opened_to(audience)]

        assert answers(api, others, token=tokens(eu)[audience]) == all_are(403, "forbidden", others)

    @pytest.mark.parametrize("audience", [CUSTOMER, VENDOR, STAFF])
    def test_a_token_is_known_at_the_endpoints_of_its_own_audience(self, api, eu, audience):
        token = tokens(eu)[audience]
        own = [endpoint for endpoint in GUARDED if endpoint.audience in opened_to(audience) and endpoint.route not in ASK_THE_SESSION]

        statuses = {str(endpoint): api.send(endpoint.method, endpoint.path(), {}, token=token).status_code for endpoint in own}

        assert {endpoint: status for endpoint, status in statuses.items() if status in (401, 403, 421)} == {}

    def test_a_vendors_person_without_a_role_opens_no_endpoint_that_changes_something(self, api, tenant):
        token = vendor_token("ven_1", "onlooker")
        writing = [endpoint for endpoint in GUARDED if endpoint.audience == VENDOR and endpoint.method != "GET"]
        endpoints = [endpoint for endpoint in writing if endpoint.route != "vendor/mail-preferences"]  # each person's own

        assert answers(api, endpoints, token=token) == all_are(403, "forbidden", endpoints)

    def test_staff_without_a_role_opens_no_endpoint_that_changes_something(self, api, tenant):
        token = staff_token("onlooker")
        endpoints = [endpoint for endpoint in GUARDED if endpoint.audience == STAFF and endpoint.method != "GET"]

        assert answers(api, endpoints, token=token) == all_are(403, "forbidden", endpoints)


@pytest.mark.django_db(databases="__all__", transaction=True)
class TestIds:
    def test_ids_of_another_vendor_or_region_are_not_there_for_a_vendor(self, api, europe, gulf):
        mine, sibling = europe.sellers
        before = [seen_by(api, seller) for seller in (sibling, *gulf.sellers)]

        for other in (sibling, *gulf.sellers):
            assert opened(api, VENDOR, mine, other.ids) == {}
        assert [seen_by(api, seller) for seller in (sibling, *gulf.sellers)] == before

    def test_ids_of_another_region_are_not_there_for_staff(self, api, europe, gulf):
        before = [seen_by(api, caller) for caller in gulf.callers]

        assert opened(api, STAFF, europe.staff, gulf.ids, own=europe.ids) == {}
        assert [seen_by(api, caller) for caller in gulf.callers] == before

    def test_what_one_customer_has_is_not_there_for_anybody_else(self, api, europe, gulf):
        victims = [europe.customer, europe.guest, gulf.customer, gulf.guest]
        before = [seen_by(api, caller) for caller in victims]

        for victim, other in product(victims, callers_of_the_shop(api, europe)):
            if victim.name != other.name:
                assert opened(api, ANYBODY, other, personal(victim)) == {}
                assert opened(api, CUSTOMER, other, personal(victim)) == {}
        assert [seen_by(api, caller) for caller in victims] == before

    def test_the_products_of_another_region_are_not_there_for_anybody(self, api, europe, gulf, drain):
        with tenancy.scope(directory.get("mena")):
            drain()
        abroad = gulf.sellers[0]

        for path in (f"store/products/{abroad.ids['slug']}-x", f"store/products/{abroad.ids['product_id']}"):
            assert europe.guest.send(api, "GET", path).status_code == 404
        line = {"variant_id": abroad.ids["variant_id"], "quantity": 1}
        assert europe.guest.send(api, "POST", f"store/carts/{europe.guest.ids['cart_id']}/lines", line).status_code == 404
        assert europe.guest.send(api, "POST", "store/carts", {"lines": [line]}).status_code == 404

    @pytest.mark.parametrize("audience", [VENDOR, STAFF, CUSTOMER, ANYBODY])
    def test_ones_own_ids_are_there(self, api, europe, audience):
        """Else the tests above would pass at endpoints that find nothing for anybody."""
        people = {VENDOR: europe.sellers[0], STAFF: europe.staff, CUSTOMER: europe.customer, ANYBODY: europe.guest}
        caller = people[audience]
        own = europe.ids if audience == STAFF else caller.ids

        endpoints = [endpoint for endpoint in endpoints_with_ids(audience) if set(endpoint.names) <= set(own)]

        found = {str(endpoint): try_endpoint(api, endpoint, caller, own, {**europe.ids, **own}) for endpoint in endpoints}

        assert found
        assert {endpoint: answer for endpoint, answer in found.items() if answer[0] not in (200, 201, 204, 409, 412)} == {}


def endpoints_with_ids(audience: str) -> list[Endpoint]:
    """Those that take ids, what ends something last."""
    endpoints = [endpoint for endpoint in ENDPOINTS if endpoint.audience == audience and endpoint.names]
    return sorted(endpoints, key=lambda endpoint: (endpoint.method == "DELETE", endpoint.method != "GET"))


def opened(api: Any, audience: str, caller: Caller, foreign: dict[str, str], *, own: dict[str, str] | None = None) -> dict[str, Any]:
    """The endpoints that do not answer 404 to a caller who names something foreign, alone or together with what is the caller's own."""
    found = {}
    for endpoint in endpoints_with_ids(audience):
        for ids in mixtures(endpoint, caller.ids if own is None else own, foreign):
            status, content = try_endpoint(api, endpoint, caller, ids, {**caller.ids, **foreign})
            if status != 404 and not (status in (401, 403) and audience == CUSTOMER):
                found[f"{endpoint} {ids}"] = (status, content)
    return found


def mixtures(endpoint: Endpoint, own: dict[str, str], foreign: dict[str, str]) -> list[dict[str, str]]:
    """Every way to fill the endpoint's parameters that has something foreign in it."""
    choices = [[value for value in (own.get(name), foreign.get(name)) if value] for name in endpoint.names]
    mixed = [dict(zip(endpoint.names, values, strict=True)) for values in product(*choices)]
    return [ids for ids in mixed if any(foreign.get(name) == value for name, value in ids.items())]


def try_endpoint(api: Any, endpoint: Endpoint, caller: Caller, ids: dict[str, str], named: dict[str, str]) -> tuple[int, bytes]:
    """``ids`` in the path, a body that speaks of ``named``."""
    request = BODIES[str(endpoint)](named) if str(endpoint) in BODIES else {}
    answer = caller.send(api, endpoint.method, endpoint.path(ids), etag=if_match_of(api, endpoint, caller, ids), **request)
    return answer.status_code, b"" if answer.streaming else answer.content


def personal(caller: Caller) -> dict[str, str]:
    """Leaves out what everybody may see, and the number of a message in its conversation."""
    return {name: value for name, value in caller.ids.items() if name not in ("slug", "number")}


def callers_of_the_shop(api: Any, europe: Region) -> list[Caller]:
    """With their own secrets, with none, and with tokens of other audiences."""
    seller = europe.sellers[0]
    tokens_only = [Caller(who.name, who.tenant, who.token) for who in (seller, europe.staff)]
    return [europe.customer, europe.guest, Caller("stranger", "eu"), *tokens_only]


def seen_by(api: Any, caller: Caller) -> dict[str, bytes]:
    """Everything that a caller can read of what is its own."""
    readable = [
        endpoint for endpoint in ENDPOINTS if endpoint.method == "GET" and endpoint.names and set(endpoint.names) <= set(caller.ids)
    ]
    paths = [endpoint.path(caller.ids) for endpoint in readable if not endpoint.route.endswith((".pdf", ".xlsx"))]
    answers = {path: caller.send(api, "GET", path) for path in paths}
    return {path: answer.content for path, answer in answers.items() if answer.status_code == 200 and not answer.streaming}
