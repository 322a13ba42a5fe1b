"""What each login and each refusal leave behind."""

from __future__ import annotations

import logging

import pytest

from marketplace.apps.accounts.tests.factories import PASSWORD, make_customer
from marketplace.apps.staff.tests.factories import staff_token

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(databases="__all__")]


def test_each_login_gives_new_tokens(api):
    make_customer(email="noor@example.com")
    login = {"audience": "customer", "email": "noor@example.com", "password": PASSWORD}

    first, second = (api.post("auth/login", login).json() for _ in range(2))

    assert first["access_token"] != second["access_token"]
    assert first["refresh_token"] != second["refresh_token"]


@pytest.mark.parametrize(("token", "status"), [("nonsense", 401), (None, 401), ("staff", 403)])
def test_a_refused_request_is_logged_with_its_id(api, caplog, token, status):
    if token == "staff":
        token = staff_token("finance")  # which may not approve vendors

    with caplog.at_level(logging.WARNING):
        answer = api.post("admin/vendors/ven_1/approve", {}, token=token)

    (line,) = [record for record in caplog.records if record.name == "django.request"]
    assert (answer.status_code, line.status_code) == (status, status)
    assert line.request.META["globalmarket.request_id"] == answer["X-Request-ID"]
