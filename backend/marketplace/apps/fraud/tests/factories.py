"""Payments that were assessed, in the tenant in scope."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from marketplace.apps.fraud import services
from marketplace.apps.fraud.models import PaymentRisk
from marketplace.apps.fraud.types import Attempt, Classifier, Tree
from marketplace.foundation import tenancy
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

_people = count(1)


def attempt(**changes: Any) -> Attempt:
    """A new person, at home, who buys one thing of the usual price."""
    number = next(_people)
    usual: dict[str, Any] = {
        "payment_id": new_id("pay", at=NOW),
        "order_id": new_id("ord", at=NOW),
        "customer_id": "",
        "email": f"noor.{number}@example.com",
        "network": f"10.0.0.{number}",
        "country": "NL",
        "delivered_to": f"street {number}",
        "billed_to": f"street {number}",
        "billing_country": "NL",
        "amount": Money(2_000, "EUR"),
        "lines": 1,
        "most_of_one": 1,
        "attempt": 1,
        "method": "sandbox_card",
        "local_hour": 15,
    }
    return Attempt(**{**usual, **changes})


def assessed(*, now: datetime = NOW, **changes: Any) -> PaymentRisk:
    made = attempt(**changes)
    with tenancy.atomic():
        services.assess(made, now=now)
    return PaymentRisk.objects.get(pk=made.payment_id)


def amount_alone(*, above: float = 2.0) -> Classifier:
    """A classifier that knows one thing: who pays more than so many times the usual amount is a fraud."""
    tree = Tree(feature=[0], threshold=[above], left=[-1], right=[-2], expected=[0.0], leaves=[-4.0, 4.0])
    return Classifier(features=["amount_ratio"], trees=[tree], slope=1.0, intercept=0.0)
