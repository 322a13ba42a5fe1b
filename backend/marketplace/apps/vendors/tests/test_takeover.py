"""An intruder names another's address before its owner comes. Nothing they made may remain once the owner is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.accounts.models import Account, Session
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.tests.factories import PASSWORD, add_payout_account, make_vendor, owner_of, vendor_token
from marketplace.foundation import clock
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed, token_in
from marketplace.kit.actors import Actor

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

INTRUDER = "the intruders password"
APPLICATION = {
    "name": "Delft Ceramics",
    "legal_name": "Delft Ceramics B.V.",
    "country": "NL",
    "email": "olga@delft.example",
    "owner_name": "Olga",
    "password": INTRUDER,
    "language": "en",
}


@pytest.fixture
def sending(django_capture_on_commit_callbacks):
    return lambda: committed(django_capture_on_commit_callbacks)


def log_in(api, password, email="olga@delft.example"):
    return api.post("auth/login", {"audience": "vendor", "email": email, "password": password})


def reset(api, sending, password=PASSWORD):
    with sending() as sent:
        before = len(sent)
        api.post("auth/password-reset", {"audience": "vendor", "email": "olga@delft.example"})
    return api.post("auth/password-reset/confirm", {"token": token_in(sent[before]), "password": password})


def test_nobody_logs_in_before_the_address_is_confirmed(api, sending):
    with sending() as sent:
        vendor_id = api.post("vendor/applications", APPLICATION).json()["id"]

    refused = log_in(api, INTRUDER)
    approval = api.post(f"admin/vendors/{vendor_id}/approve", {}, token=staff_token())

    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_credentials")
    assert (approval.status_code, approval.json()["code"]) == (409, "owner_not_confirmed")
    assert not Session.objects.exists()
    assert api.post("auth/confirm-email", {"token": token_in(sent[0])}).status_code == 200
    assert log_in(api, INTRUDER).status_code == 200
    assert api.post(f"admin/vendors/{vendor_id}/approve", {}, token=staff_token()).status_code == 200


def test_the_mail_is_sent_again_on_request_and_says_nothing_to_others(api, sending):
    with sending() as sent:
        api.post("vendor/applications", APPLICATION)
        answers = [
            api.post("auth/confirm-email/mail", {"audience": "vendor", "email": email}) for email in ("olga@delft.example", "x@y.example")
        ]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"status": "check_your_mail"})] * 2
    assert [message.to for message in sent] == [["olga@delft.example"]] * 2
    assert api.post("auth/confirm-email", {"token": token_in(sent[1])}).status_code == 200


def test_a_registration_can_be_mailed_again(api, sending):
    with sending() as sent:
        api.post("auth/register", {"email": "noor@example.com", "password": PASSWORD, "name": "Noor", "language": "nl"})
        api.post("auth/confirm-email/mail", {"email": "noor@example.com"})

    assert sent[1].subject.startswith("Bevestig")
    assert api.post("auth/confirm-email", {"token": token_in(sent[1])}).status_code == 200
    assert api.post("auth/login", {"email": "noor@example.com", "password": PASSWORD}).status_code == 200


def test_a_reset_by_the_owner_shuts_the_intruder_out(api, sending):
    api.post("vendor/applications", APPLICATION)

    assert reset(api, sending).status_code == 200
    assert log_in(api, INTRUDER).status_code == 401
    assert log_in(api, PASSWORD).status_code == 200


def test_what_the_intruder_made_is_revoked_by_the_owners_reset(api, sending, drain):
    """The owner opened the link of a mail that the intruder had caused; the intruder came in, and the owner resets the password."""
    with sending() as sent:
        vendor_id = api.post("vendor/applications", APPLICATION).json()["id"]
    api.post("auth/confirm-email", {"token": token_in(sent[0])})
    drain()
    tokens = log_in(api, INTRUDER).json()
    token = tokens["access_token"]
    key = api.post("vendor/api-keys", {"name": "x", "roles": ["manager"]}, token=token).json()["secret"]
    account = {"account": "NL91ABNA0417164300", "holder": "Evil", "country": "NL", "currency": "EUR"}
    assert api.put("vendor/payout-account", account, token=token, etag="0").status_code == 200

    clock.advance(timedelta(minutes=1))
    reset(api, sending)
    drain()

    assert api.get("vendor/profile", token=f"Api-Key {key}").status_code == 401
    assert api.get("vendor/profile", token=token).status_code == 401
    assert api.post("auth/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401
    assert queries.list_payout_accounts(vendor_id) == []
    assert set(AuditEntry.objects.filter(actor_kind="system").values_list("action", flat=True)) >= {
        "vendor.api_keys_revoked",
        "vendor.payout_accounts_removed",
    }


def test_a_reset_revokes_the_persons_keys_of_a_selling_vendor_and_leaves_the_others(api, sending, drain):
    vendor = make_vendor(email="olga@delft.example")
    add_payout_account(vendor.id)
    makers = [Actor("vendor", owner_of(vendor.id), "owner", ""), Actor("vendor", "usr_other", "owner", "")]
    keys = [
        services.create_api_key(vendor_id=vendor.id, name="ERP", roles=["manager"], actor=maker, now=clock.now()).secret for maker in makers
    ]

    clock.advance(timedelta(minutes=1))
    reset(api, sending)
    drain()

    assert [api.get("vendor/profile", token=f"Api-Key {key}").status_code for key in keys] == [401, 200]
    assert len(queries.list_payout_accounts(vendor.id)) == 1


def test_of_two_who_claim_an_address_only_one_can_confirm_it(api, sending):
    with sending() as sent:
        api.post("vendor/applications", APPLICATION)
        api.post("vendor/applications", {**APPLICATION, "name": "Another", "password": PASSWORD})

    assert api.post("auth/confirm-email", {"token": token_in(sent[1])}).status_code == 200
    assert api.post("auth/confirm-email", {"token": token_in(sent[0])}).json()["code"] == "invalid_token"
    assert log_in(api, INTRUDER).status_code == 401
    assert log_in(api, PASSWORD).status_code == 200
    assert Account.objects.filter(email_confirmed_at__isnull=False).count() == 1


def test_an_unconfirmed_owner_is_written_to_once_and_of_nothing_else(api, sending, drain):
    with sending() as sent:
        vendor_id = api.post("vendor/applications", APPLICATION).json()["id"]
        api.patch("vendor/profile", {"name": "Renamed"}, token=vendor_token(vendor_id), etag="1")
        drain()
    assert [message.subject for message in sent] == ["Confirm your e-mail address for GlobalMarket Europe"]

    with sending() as sent:
        api.post("auth/confirm-email", {"token": token_in(sent[0])})
        drain()
    assert sent[-1].subject.endswith("has your application")


def test_nobodys_mailbox_is_flooded_by_applications(api, sending):
    with sending() as sent:
        for number in range(8):
            assert api.post("vendor/applications", {**APPLICATION, "name": f"Shop {number}"}).status_code == 201

    assert len(sent) == 5
