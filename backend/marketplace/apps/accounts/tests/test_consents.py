"""The record of what a customer agrees to."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer, make_vendor_person, vendor_person_token

pytestmark = pytest.mark.usefixtures("tenant")

GRANTED = {"purpose": "marketing", "is_granted": True, "text": "Mail me new things", "language": "en", "source": "sign_up"}


@pytest.fixture
def token() -> str:
    return customer_token(make_customer().id)


def test_what_is_agreed_to_is_on_record_with_its_text(api: Any, token: str) -> None:
    assert api.get("me/consents", token=token).json() == {"granted": [], "items": []}

    answer = api.post("me/consents", GRANTED, token=token)

    assert answer.status_code == 201
    assert answer.json()["granted"] == ["marketing"]
    (record,) = answer.json()["items"]
    assert {name: record[name] for name in GRANTED} == GRANTED


def test_taking_it_back_adds_to_the_record(api: Any, token: str) -> None:
    api.post("me/consents", GRANTED, token=token)

    answer = api.post("me/consents", {**GRANTED, "is_granted": False, "source": "account"}, token=token).json()

    assert answer["granted"] == []
    assert [(item["is_granted"], item["source"]) for item in answer["items"]] == [(False, "account"), (True, "sign_up")]


@pytest.mark.parametrize("change", [{"purpose": "tracking"}, {"source": "elsewhere"}, {"language": "ja"}, {"text": " "}])
def test_a_wrong_record_is_refused(api: Any, token: str, change: dict[str, str]) -> None:
    answer = api.post("me/consents", {**GRANTED, **change}, token=token)

    assert [error["field"] for error in answer.json()["errors"]] == list(change)


def test_it_is_the_customers_own(api: Any, token: str) -> None:
    api.post("me/consents", GRANTED, token=token)
    vendor = vendor_person_token(make_vendor_person(vendor_id="ven_of_tests").id)

    assert api.get("me/consents", token=customer_token(make_customer().id)).json()["items"] == []
    assert api.get("me/consents", token=vendor).status_code == 403
    assert api.post("me/consents", GRANTED).status_code == 401
