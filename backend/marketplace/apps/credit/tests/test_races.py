"""Many checkouts of one gift card at once, from several processes: no cent is spent twice."""

from __future__ import annotations

import pytest

from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.tests.test_races import run_at_once
from marketplace.apps.credit import services
from marketplace.apps.credit.tests.factories import SUPPORT, cart_with, give_card, left_on
from marketplace.apps.credit.types import IssueState
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


def test_checkouts_of_one_gift_card_at_once_never_spend_more_than_it_has(mug, drain):
    card = give_card(6_000)  # two orders of 25.00, and a part of a third
    carts = [cart_with((mug, 1), cards=(card,)) for _ in range(16)]

    answers = run_at_once([Job("place", 0, NOW, cart_owner=cart.owner, cart_id=cart.id, in_child=False) for cart in carts])
    drain()

    sold = Checkout.objects.filter(state="completed").count()
    assert answers["done"] == sold >= 2
    assert answers["done"] + answers["refused"] == 16  # who saw a balance that another one took looks at the cart again
    spent = 6_000 - left_on(card)[0]
    assert left_on(card)[1] == 0
    assert ledger_queries.get_balance("provider:sandbox", "EUR").minor == -(2_500 * sold - spent)
    assert insight_queries.check_books(now=NOW).is_clean


def test_one_request_sent_many_times_at_once_gives_one_card():
    about = {"reason": "Sorry", "actor": SUPPORT, "request_key": "the same", "now": NOW}

    answers = at_once(4, lambda _: services.issue_credit(kind=TenderKind.GIFT_CARD, amount=Money(700, "EUR"), **about))

    assert {(answer.credit_id, answer.code, answer.state) for answer in answers} == {
        (answers[0].credit_id, answers[0].code, IssueState.ISSUED)
    }
    assert ledger_queries.get_balance("operator:credit_issued", "EUR").minor == -700
