"""Campaigns: to those of a segment who agreed, once to each, in their language, with the way out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.accounts.types import ConsentPurpose, ConsentSource
from marketplace.apps.analytics import services
from marketplace.apps.analytics.models import Campaign, CustomerValue
from marketplace.apps.analytics.services import campaigns
from marketplace.apps.analytics.tests.factories import bought
from marketplace.apps.analytics.types import CampaignText, Segment
from marketplace.apps.notifications import services as notification_services
from marketplace.apps.notifications.models import Message
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant")]

PATH, REACH = "admin/campaigns", "admin/campaign-reach"
TEXTS = [
    {"language": "en", "subject": "New mugs", "body": "Have a look {{ name }} %(name)s."},
    {"language": "nl", "subject": "Nieuwe mokken", "body": "Kijk eens."},
]
BODY = {"name": "Mugs", "segment": "new", "texts": TEXTS}


def shopper(*, agrees: bool = True, **facts: Any) -> Any:
    """A customer who bought yesterday."""
    person = make_customer(**facts)
    bought(person.id, 1)
    if agrees:
        consent(person.id, is_granted=True)
    return person


def consent(account_id: str, *, is_granted: bool) -> None:
    given = {"purpose": ConsentPurpose.MARKETING, "text": "Offers, please", "language": "en", "source": ConsentSource.ACCOUNT}
    account_services.record_consent(account_id=account_id, is_granted=is_granted, now=NOW, **given)


def create(api: Any, **changes: Any) -> str:
    answer = api.post(PATH, {**BODY, **changes}, token=staff_token("admin"))
    assert answer.status_code == 201, answer.content
    return str(answer.json()["id"])


def start(api: Any, campaign_id: str) -> Any:
    return api.post(f"{PATH}/{campaign_id}/start", token=staff_token("admin"))


def sent() -> dict[str, tuple[str, str]]:
    found = Message.objects.filter(occasion__startswith="campaign:")
    return {message.recipient: (message.subject, message.body) for message in found}


@pytest.fixture
def people():
    """Three who agreed, one of them in Dutch; one who took it back, one who never did."""
    shopper(email="anna@example.com", language="en")
    shopper(email="bram@example.com", language="nl")
    shopper(email="carla@example.com", language="fr")
    consent(shopper(email="dirk@example.com").id, is_granted=False)
    shopper(email="eva@example.com", agrees=False)
    services.score_customers(now=NOW)


def test_goes_to_those_who_agreed_in_their_language(api, people, drain):
    start(api, create(api))
    services.send_campaigns(now=NOW)
    drain()

    mails = sent()

    assert {address: subject for address, (subject, _) in mails.items()} == {
        "anna@example.com": "New mugs",
        "bram@example.com": "Nieuwe mokken",
        "carla@example.com": "New mugs",
    }
    assert "Have a look {{ name }} %(name)s." in mails["anna@example.com"][1]  # the operator's words are text, and nothing else
    assert "/unsubscribe?token=" in mails["bram@example.com"][1]


def test_nothing_is_sent_of_a_draft(api, people, drain):
    create(api)

    assert services.send_campaigns(now=NOW) == 0
    drain()
    assert sent() == {}


def test_once_to_each_however_often_it_runs_and_is_delivered(api, people, drain):
    for number in range(campaigns.BATCH + 1):
        bought(f"cus_{number:04}", 1)  # without an account by now; they fill a batch before the others
    services.score_customers(now=NOW)
    campaign_id = create(api)
    for _ in range(2):
        assert start(api, campaign_id).status_code == 200
    services.send_campaigns(now=NOW)
    drain()
    Campaign.objects.update(state="sending", sent_to="")  # as if the worker had died before it noted how far it was

    services.send_campaigns(now=NOW)
    drain()

    assert len(sent()) == 3
    assert Message.objects.count() == 3


def test_who_takes_consent_back_meanwhile_gets_none(api, people, drain):
    start(api, create(api))
    services.send_campaigns(now=NOW)
    anna = next(one for one in account_queries.who_agreed_to(ConsentPurpose.MARKETING, members()) if one.email.startswith("anna"))
    consent(anna.id, is_granted=False)

    drain()

    assert set(sent()) == {"bram@example.com", "carla@example.com"}


def members() -> list[str]:
    return list(CustomerValue.objects.values_list("customer_id", flat=True))


def test_who_takes_consent_back_gets_none_that_waits_already(people):
    campaign_id = make_campaign()
    ids = notification_services.notify_of_campaign(campaign_id=campaign_id, customer_ids=members(), now=NOW)
    (anna,) = [one for one in account_queries.contacts_by_id(members()).values() if one.email == "anna@example.com"]
    account_services.unsubscribe(token=account_services.unsubscribe_token(anna.id), now=NOW)

    notification_services.send(ids, now=NOW)

    assert {address for one in mail.outbox for address in one.to} == {"bram@example.com", "carla@example.com"}
    assert set(sent()) == {"bram@example.com", "carla@example.com"}
    assert notification_services.list_due(now=NOW + timedelta(days=1)) == []


def test_a_mail_program_can_unsubscribe_its_reader_by_one_click(api, people):
    """RFC 8058: the two headers are there, and the token in the address is the reader's."""
    ids = notification_services.notify_of_campaign(campaign_id=make_campaign(), customer_ids=members(), now=NOW)
    notification_services.send(ids, now=NOW)

    (of_bram,) = [one for one in mail.outbox if one.to == ["bram@example.com"]]
    headers = of_bram.extra_headers
    found = re.fullmatch(r"<http://eu\.localhost:\d+/unsubscribe-by-mail\?token=([\w.]+)>", headers["List-Unsubscribe"])

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found is not None
    assert api.post("store/unsubscriptions", {"token": found[1]}).status_code == 204
    assert {one.email for one in account_queries.who_agreed_to(ConsentPurpose.MARKETING, members())} == {
        "anna@example.com",
        "carla@example.com",
    }


def make_campaign() -> str:
    texts = {"en": CampaignText(subject="New mugs", body="Have a look.")}
    return services.create_campaign(name="Mugs", segment=Segment.NEW, currency="EUR", texts=texts, person_id="stf_1", now=NOW).id


def test_a_canceled_one_writes_no_more_mails(api, people, drain):
    campaign_id = create(api)
    start(api, campaign_id)
    services.send_campaigns(now=NOW)
    Campaign.objects.update(state="sending")
    assert api.post(f"{PATH}/{campaign_id}/cancel", token=staff_token("admin")).status_code == 200

    drain()

    assert sent() == {}
    assert start(api, campaign_id).json()["code"] == "campaign_state_forbids"


def test_nobody_who_is_gone_is_written_to(people):
    campaign = services.create_campaign(name="Mugs", segment=Segment.NEW, currency="EUR", texts={}, person_id="stf_1", now=NOW)

    assert notification_services.notify_of_campaign(campaign_id=campaign.id, customer_ids=["cus_gone"], now=NOW) == []


class TestUnsubscribing:
    def test_by_the_link_of_the_mail_without_logging_in(self, api, people, drain):
        start(api, create(api))
        services.send_campaigns(now=NOW)
        drain()
        found = re.search(r"token=([\w.]+)", sent()["anna@example.com"][1])
        assert found is not None
        token = found[1]

        assert [api.post("store/unsubscriptions", {"token": token}).status_code for _ in range(2)] == [204, 204]

        (anna,) = [one for one in account_queries.contacts_by_id(members()).values() if one.email == "anna@example.com"]
        latest, *_ = account_queries.list_consents(anna.id)
        assert (latest.is_granted, latest.source) == (False, ConsentSource.MAIL)
        assert len(account_queries.list_consents(anna.id)) == 2

    def test_by_a_mail_of_before_both_keys_were_exchanged(self, api, people, settings):
        settings.FIELD_ENCRYPTION_KEY = "old"
        anna = members()[0]
        token = account_services.unsubscribe_token(anna)

        settings.FIELD_ENCRYPTION_KEY = "new,old"
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-of-the-program-that-is-long-enough", []

        assert account_services.unsubscribe_token(anna) != token
        assert api.post("store/unsubscriptions", {"token": token}).status_code == 204
        assert not account_queries.list_consents(anna)[0].is_granted

    def test_a_token_of_another_person_or_region_is_none(self, api, mena, people):
        anna, bram = members()[:2]
        token = account_services.unsubscribe_token(anna)
        with tenancy.scope(mena):
            foreign = account_services.unsubscribe_token(anna)

        for wrong in (f"{bram}.{token.partition('.')[2]}", foreign, "x", f"{anna}."):
            assert api.post("store/unsubscriptions", {"token": wrong}).status_code == 404
        assert api.post("store/unsubscriptions", {"token": ""}).status_code == 422

    def test_many_readers_of_one_mail_service_are_let_through(self, api, people):
        token = account_services.unsubscribe_token(members()[0])

        assert {api.post("store/unsubscriptions", {"token": token}).status_code for _ in range(25)} == {204}


def test_reach_says_how_many_agreed(api, people):
    found = api.get(REACH, token=staff_token("admin"), segment="top").json()  # which nobody leaves with time, as they do "new"

    assert found == {"customers": 5, "recipients": 3}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"segment": "friends"}, "segment"),
        ({"texts": []}, "texts"),
        ({"texts": TEXTS[1:]}, "texts"),
        ({"name": " "}, "name"),
        ({"currency": "XYZ"}, "currency"),
    ],
)
def test_what_cannot_be_is_refused_and_named(api, wrong, field):
    answer = api.post(PATH, {**BODY, **wrong}, token=staff_token("admin"))

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_is_for_administrators_of_this_region_and_on_record(api, mena, people):
    campaign_id = create(api)
    with tenancy.scope(mena):
        foreign = staff_token("admin")

    for role in ("support", "finance", "catalogue"):
        assert api.get(PATH, token=staff_token(role)).status_code == 403
        assert api.post(f"{PATH}/{campaign_id}/start", token=staff_token(role)).status_code == 403
    assert api.get(f"{PATH}/{campaign_id}", token=foreign, tenant="mena").status_code == 404
    assert api.get(PATH, token=vendor_token(make_vendor().id)).status_code == 403
    assert api.get(PATH).status_code == 401
    assert start(api, campaign_id).json()["state"] == "sending"
    assert AuditEntry.objects.filter(action="campaign.sending").count() == 1
