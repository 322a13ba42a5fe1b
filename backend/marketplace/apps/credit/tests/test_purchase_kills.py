"""SIGKILL before every single statement of buying a gift card: one payment makes one card, whichever process learns of it."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.credit import services
from marketplace.apps.credit.models import Credit, GiftCardPurchase
from marketplace.apps.credit.tests.factories import buy_card
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.killing import LATER, kill_at_each_statement, recover
from marketplace.apps.payments import queries as payment_queries
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


def test_a_purchase_killed_anywhere_makes_one_card_of_one_payment(crasher, drain):
    made = []

    def job() -> Job:
        made.append(make_customer().id)
        return Job("buy_gift_card", 0, NOW, request={"customer_id": made[-1]})

    for number in kill_at_each_statement(crasher, job):
        services.recover_purchases(now=LATER)
        recover(drain)
        again, payment = buy_card(made[-1], 5_000, key="once", now=LATER)  # the customer's own retry
        recover(drain)

        assert again.state == "paid", number
        assert payment_queries.get_payment(payment.id).captured.minor == 5_000, number
        assert GiftCardPurchase.objects.filter(customer_id=made[-1]).count() == 1, number
    assert Credit.objects.count() == len(made)
    report = insight_queries.check_books(now=LATER)
    assert report.is_clean, report
