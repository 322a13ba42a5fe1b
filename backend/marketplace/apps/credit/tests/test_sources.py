"""The order in which a reversal goes back to its sources: pure arithmetic, whatever the reversals."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.credit.domain.codes import ALPHABET, code_of, normal_code
from marketplace.apps.orders.domain.sources import credited_of, left_of_payment
from marketplace.apps.pricing.types import Tender, TenderKind
from marketplace.kit.money import Money, total

PAID = st.lists(st.integers(1, 5_000), min_size=0, max_size=4)


@given(card=st.integers(0, 5_000), credits=PAID, cuts=st.lists(st.integers(1, 3_000), max_size=12), data=st.data())
def test_each_source_gets_back_what_it_had_paid_the_last_one_first(card, credits, cuts, data):
    tenders = [
        Tender(kind=TenderKind.GIFT_CARD, reference=f"crd_{number}", amount=Money(minor, "EUR")) for number, minor in enumerate(credits)
    ]
    order: Any = SimpleNamespace(tenders=tenders, total=Money(card + sum(credits), "EUR"), reversals=[])
    left = order.total.minor
    back: dict[str, int] = {}
    for cut in [*cuts, left]:
        due = Money(min(cut, left), "EUR")
        if not due:
            continue
        credited = credited_of(order, due)
        of_payment = due - total((item.amount for item in credited), "EUR")
        assert all(item.amount.minor > 0 for item in credited)
        assert not credited or left_of_payment(order) == of_payment  # credit gets nothing before the payment has all of its own
        order.reversals.append(SimpleNamespace(of_payment=of_payment, credited=credited))
        left -= due.minor
        for item in credited:
            back[item.reference] = back.get(item.reference, 0) + item.amount.minor
        for earlier, later in pairwise(tenders):
            assert not back.get(earlier.reference) or back[later.reference] == later.amount.minor
    if left == 0 and order.reversals:
        assert left_of_payment(order) == Money(0, "EUR")
        assert back == {item.reference: item.amount.minor for item in tenders}


@given(st.integers(0, 2**256 - 1))
def test_a_code_is_read_back_however_it_is_written(number):
    code = code_of(number)

    assert len(code) == 19
    assert set(normal_code(code)) <= set(ALPHABET)
    assert normal_code(code) == normal_code(code.lower().replace("-", " ")) == normal_code(code.replace("0", "o").replace("1", "l"))
