"""A bought gift card's mail, sent once more: the same code, also to another address, and by whom."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.credit import queries, services
from marketplace.apps.credit.models import Credit
from marketplace.apps.credit.tests.factories import FINANCE, buy_card, cart_with, code_in
from marketplace.apps.orders.tests.factories import make_listing, place
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import clock
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

PURCHASES = "admin/gift-card-purchases"


@pytest.fixture
def customer():
    return make_customer()


def arrive(drain):
    """The purchase is booked, and its mail is sent."""
    drain()
    services.mail_due_gift_cards(now=clock.now())


class Meanwhile(EmailBackend):
    """A mail server, during whose first answer something else happens."""

    act = None

    def send_messages(self, messages):
        act, Meanwhile.act = Meanwhile.act, None
        if act is not None:
            act()
        return super().send_messages(messages)


class TestSendingAgain:
    def resend(self, api, purchase, *, status=200, token="", **body):
        answer = api.post(f"{PURCHASES}/{purchase.id}/resend", {"reason": "Mistyped", **body}, token=token or staff_token("support"))
        assert answer.status_code == status, answer.content
        return answer.json()

    def test_to_another_address_it_has_the_same_code(self, api, customer, drain, django_capture_on_commit_callbacks):
        purchase, _ = buy_card(customer.id, 5_000)
        arrive(drain)
        (first,) = mail.outbox

        with committed(django_capture_on_commit_callbacks):
            sent = self.resend(api, purchase, email="father@example.com", token=staff_token("admin"))
        services.mail_due_gift_cards(now=clock.now())
        services.mail_due_gift_cards(now=clock.now())

        assert (sent["recipient_email"], sent["sent_at"]) == ("father@example.com", None)
        (notice,) = [message for message in mail.outbox if message.to == [customer.email]]
        assert all(text in notice.body for text in ("mother@example.com", "father@example.com"))
        assert code_in(first) not in notice.body
        second = next(message for message in mail.outbox if message.to == ["father@example.com"])
        assert (len(mail.outbox), code_in(second)) == (3, code_in(first))
        entry = AuditEntry.objects.get(action="gift_card.resent")
        assert (entry.reason, entry.old) == ("Mistyped", {"to": "m•••@example.com"})
        assert entry.new == {"to": "f•••@example.com", "to_another_address": True}

    def test_to_another_address_by_admins_alone(self, api, customer, drain):
        purchase, _ = buy_card(customer.id, 5_000)
        arrive(drain)

        refused = self.resend(api, purchase, email="father@example.com", status=403)
        self.resend(api, purchase, email="mother@example.com")

        assert refused["code"] == "address_needs_admin"
        assert queries.get_purchase(purchase.id).recipient_email == "mother@example.com"

    def test_to_the_same_address(self, api, customer, drain):
        purchase, _ = buy_card(customer.id, 5_000)
        arrive(drain)

        for _ in range(2):
            self.resend(api, purchase)
            services.mail_due_gift_cards(now=clock.now())

        assert [message.to for message in mail.outbox] == [["mother@example.com"]] * 3
        assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 3

    def test_while_the_first_mail_is_handed_over_it_stays_due(self, api, customer, drain, settings):
        purchase, _ = buy_card(customer.id, 5_000)
        resend = partial(self.resend, api, purchase, email="father@example.com", token=staff_token("admin"))
        settings.EMAIL_BACKEND = f"{__name__}.Meanwhile"
        Meanwhile.act = staticmethod(resend)
        arrive(drain)
        assert queries.get_purchase(purchase.id).sent_at is None

        services.mail_due_gift_cards(now=clock.now() + timedelta(minutes=11))
        services.mail_due_gift_cards(now=clock.now() + timedelta(minutes=22))

        cards = [message.to for message in mail.outbox if message.to != [customer.email]]
        assert cards == [["mother@example.com"], ["father@example.com"]]

    def test_one_whose_day_has_not_come_waits_for_it(self, api, customer, drain):
        day = clock.now() + timedelta(days=3)
        purchase, _ = buy_card(customer.id, 5_000, send_at=day)
        drain()

        self.resend(api, purchase)
        services.mail_due_gift_cards(now=day - timedelta(minutes=1))
        assert mail.outbox == []
        services.mail_due_gift_cards(now=day + timedelta(minutes=1))
        assert [message.to for message in mail.outbox] == [["mother@example.com"]]

    def test_nothing_that_was_used_or_is_blocked_expired_or_not_paid(self, api, customer, drain):
        expired, _ = buy_card(customer.id, 5_000)
        used, _ = buy_card(customer.id, 5_000)
        blocked, _ = buy_card(customer.id, 5_000)
        unpaid, _ = buy_card(customer.id, 5_000, card_token="", return_url="https://shop.example/back")
        drain()
        place(cart_with((make_listing(), 1), cards=(queries.get_purchase(used.id),)))
        services.block_credit(credit_id=queries.get_purchase(blocked.id).credit_id, reason="Stolen", actor=FINANCE, now=NOW)

        Credit.objects.filter(id=queries.get_purchase(expired.id).credit_id).update(expires_at=clock.now() - timedelta(hours=1))

        refused = [self.resend(api, purchase, status=409) for purchase in (used, blocked, expired, unpaid)]

        assert [answer["code"] for answer in refused] == ["gift_card_not_sendable"] * 4
        assert [answer["state"] for answer in refused] == ["paid", "paid", "paid", "pending"]

    def test_by_support_and_admins_alone_and_with_a_reason(self, api, customer, drain):
        purchase, _ = buy_card(customer.id, 5_000)
        arrive(drain)

        self.resend(api, purchase, status=403, token=staff_token("finance"))
        self.resend(api, purchase, status=403, token=customer_token(customer.id))
        self.resend(api, purchase, status=422, reason="")
        self.resend(api, purchase, status=422, email="nobody")
        assert len(mail.outbox) == 1
