from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import jwt
import msgspec
import pytest
from django.conf import settings

from marketplace.foundation import clock, tenancy
from marketplace.foundation.rest import tokens
from marketplace.foundation.rest.tokens import CUSTOMER, LIFE, STAFF, VENDOR, Principal, issue_access_token
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord

pytestmark = [pytest.mark.urls("marketplace.foundation.rest.tests.endpoints"), pytest.mark.usefixtures("tenant")]

CLARA = Principal(id="cus_clara", audience=CUSTOMER, session_id="ses_1")


def a_token(principal: Principal = CLARA, *, age: timedelta = timedelta()) -> str:
    return issue_access_token(principal, now=clock.now() - age)


def forged(key: str | bytes = "", algorithm: str = "HS256", **changes: Any) -> str:
    """A token like a real one, but for what is said here; a claim that is None is left out."""
    claims = jwt.decode(a_token(), options={"verify_signature": False}) | changes
    key = key or settings.SECRET_KEY
    return jwt.encode({name: value for name, value in claims.items() if value is not None}, key, algorithm=algorithm)


def unsigned(header: dict[str, str], token: str) -> str:
    """The claims of a token under another header, without a signature."""
    head = base64.urlsafe_b64encode(msgspec.json.encode(header)).decode().rstrip("=")
    return f"{head}.{token.split('.')[1]}."


class TestAToken:
    def test_names_the_caller(self, api):
        answer = api.get("customers", token=a_token(), headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.7"})

        assert answer.json() == {
            "principal": {
                "id": "cus_clara",
                "audience": "customer",
                "session_id": "ses_1",
                "roles": [],
                "vendor_id": "",
                "lacks_second_factor": False,
                "authenticated_at": None,
                "acting_staff_id": "",
            },
            "actor": {"kind": "customer", "id": "cus_clara", "role": "", "address": "203.0.113.7"},
        }

    def test_is_accepted_while_its_key_stands_behind_a_new_one(self, api, settings):
        token, former = a_token(), settings.SECRET_KEY

        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
            "a new one, of 32 characters or more",
            ["another one, of 32 characters or so", former],
        )
        behind = api.get("customers", token=token)
        settings.SECRET_KEY_FALLBACKS = []

        assert (behind.status_code, api.get("customers", token=token).status_code) == (200, 401)

    def test_is_signed_by_the_first_key(self, api, settings):
        former, settings.SECRET_KEY = settings.SECRET_KEY, "a new one, of 32 characters or more"
        token = a_token()

        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = former, []

        assert api.get("customers", token=token).status_code == 401

    def test_carries_roles_and_the_vendor(self, api):
        person = Principal(id="usr_1", audience=VENDOR, session_id="s", roles=("manager",), vendor_id="ven_1")

        assert api.get("owners", token=a_token(person)).json()["principal"]["vendor_id"] == "ven_1"

    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
    def test_the_letter_case_of_the_scheme_does_not_matter(self, api, scheme):
        assert api.get("customers", token=f"{scheme} {a_token()}").status_code == 200

    def test_is_needed(self, api):
        answer = api.get("customers")

        assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
        assert answer["WWW-Authenticate"] == "Bearer"

    def test_lives_a_quarter_of_an_hour(self, api):
        assert api.get("customers", token=a_token(age=LIFE - timedelta(seconds=30))).status_code == 200
        assert api.get("customers", token=a_token(age=LIFE)).status_code == 401

    def test_ages_with_the_development_clock(self, api):
        token = a_token()

        clock.advance(LIFE)

        assert api.get("customers", token=token).status_code == 401

    def test_ends_with_its_session_and_no_other(self, api):
        ended, other = a_token(), a_token(Principal(id="cus_clara", audience=CUSTOMER, session_id="ses_2"))

        tokens.end_session("ses_1")

        assert api.get("customers", token=ended).status_code == 401
        assert api.get("customers", token=other).status_code == 200

    def test_a_session_that_ended_in_one_region_says_nothing_of_another(self, api, mena):
        with tenancy.scope(mena):
            tokens.end_session("ses_1")

        assert api.get("customers", token=a_token()).status_code == 200


class TestWithoutValkey:
    """Nobody can say whether a session has ended."""

    def test_a_token_opens_nothing(self, api, other_valkey):
        token = a_token()
        assert api.get("customers", token=token).status_code == 200
        other_valkey.stop()

        answer = api.get("customers", token=token)

        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert "Retry-After" in answer

    def test_nobody_passes_for_staff_during_maintenance(self, api, other_valkey):
        TenantRecord.objects.filter(slug="eu").update(is_in_maintenance=True)
        directory.forget()
        token = a_token(Principal(id="stf_1", audience=STAFF, session_id="ses_1", roles=("admin",)))
        other_valkey.stop()

        assert api.get("customers", token=token).json()["code"] == tenancy.InMaintenance.code


class TestAForgery:
    def test_signed_with_another_key_is_refused(self, api):
        refused(api, forged(key="another-key-of-more-than-thirty-two-characters"))

    @pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
    def test_signed_by_another_algorithm_is_refused(self, api, algorithm):
        refused(api, forged(algorithm=algorithm))

    @pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "", "HS256"])
    def test_without_a_signature_is_refused(self, api, algorithm):
        refused(api, unsigned({"alg": algorithm, "typ": "JWT"}, a_token()))

    def test_with_other_claims_under_the_old_signature_is_refused(self, api):
        head, _, signature = a_token().split(".")
        other = forged(sub="cus_another").split(".")[1]

        refused(api, f"{head}.{other}.{signature}")

    @pytest.mark.parametrize("claim", ["exp", "aud", "sub", "ten", "sid", "iss"])
    def test_that_leaves_a_claim_out_is_refused(self, api, claim):
        refused(api, forged(**{claim: None}))

    def test_of_another_issuer_is_refused(self, api):
        refused(api, forged(iss="elsewhere"))

    @pytest.mark.parametrize("text", ["Bearer", "Bearer ", "Bearer x", "Bearer a.b.c", "Bearer ..", "Bearer é.é.é", "Bearer a b c"])
    def test_that_is_no_token_at_all_is_refused(self, api, text):
        answer = api.get("customers", headers={"Authorization": text})

        assert answer.status_code == 401

    @pytest.mark.parametrize("scheme", ["Basic dXNlcjpwYXNz", "Digest x", "Token x"])
    def test_another_scheme_is_nobody(self, api, scheme):
        assert api.get("customers", headers={"Authorization": scheme}).status_code == 401

    def test_is_refused_where_no_token_is_needed_too(self, api):
        assert api.get("echo", token="forged").status_code == 401


class TestOfAnotherPlace:
    def test_another_regions_token_is_misdirected(self, api):
        for endpoint in ("customers", "echo"):
            answer = api.get(endpoint, tenant="mena", token=a_token())

            assert (answer.status_code, answer.json()["code"]) == (421, "wrong_region")

    @pytest.mark.parametrize("audience", [CUSTOMER, VENDOR, STAFF, "operator", ""])
    def test_each_audience_opens_its_own_endpoints_alone(self, api, audience):
        principal = Principal(id="x", audience=audience, session_id="s", roles=("owner", "finance"), vendor_id="ven_1")
        endpoints = {"customers": CUSTOMER, "vendors": VENDOR, "owners": VENDOR, "finance": STAFF}

        answers = {endpoint: api.get(endpoint, token=a_token(principal)).status_code for endpoint in endpoints}

        assert answers == {endpoint: 200 if its == audience else 403 for endpoint, its in endpoints.items()}

    @pytest.mark.parametrize(("roles", "status"), [(("owner",), 200), (("accountant", "manager"), 200), (("fulfilment",), 403), ((), 403)])
    def test_one_of_the_roles_is_enough(self, api, roles, status):
        person = Principal(id="usr_1", audience=VENDOR, session_id="s", roles=roles, vendor_id="ven_1")

        assert api.get("owners", token=a_token(person)).status_code == status
        assert api.get("vendors", token=a_token(person)).status_code == 200

    def test_a_view_that_names_no_permission_is_closed_to_all(self, api):
        admin = Principal(id="stf_1", audience=STAFF, session_id="s", roles=("admin",))

        assert api.get("unnamed", token=a_token(admin)).status_code == 403
        assert api.get("unnamed").status_code == 401


def refused(api: Any, token: str) -> None:
    answer = api.get("customers", token=token)

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"
