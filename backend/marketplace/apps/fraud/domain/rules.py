"""
Rules that hold without a model: each has a probability of fraud of its own, and several together are taken as independent.

The probabilities are set by hand, low: a rule sorts and challenges, and much that looks odd is honest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from marketplace.apps.fraud.types import Features, Reason


class Rule(NamedTuple):
    """``feature`` is what people are shown of it."""

    code: str
    probability: float
    feature: str
    applies: Callable[[Features], bool]


RULES = (
    Rule("was_fraud_before", 0.50, "was_fraud", lambda seen: seen["was_fraud"] > 0 and seen["email_paid"] < 3),
    Rule("many_declines", 0.20, "declined_hour", lambda seen: seen["declined_hour"] >= 3),
    Rule("many_emails_of_a_network", 0.12, "network_emails_day", lambda seen: seen["network_emails_day"] >= 4),
    Rule("many_payments_of_a_network", 0.06, "network_hour", lambda seen: seen["network_hour"] >= 6),
    Rule("many_emails_at_a_place", 0.08, "place_emails_month", lambda seen: seen["place_emails_month"] >= 4),
    Rule("fraud_at_a_place", 0.05, "place_fraud", lambda seen: _stands_out(seen["place_fraud"], seen["place_honest"])),
    Rule("fraud_of_a_network", 0.04, "network_fraud", lambda seen: _stands_out(seen["network_fraud"], seen["network_honest"])),
    Rule("known_email_new_place_high_amount", 0.06, "amount_ratio", lambda seen: _is_known(seen) and _is_odd(seen)),
    Rule("new_email_high_amount", 0.05, "amount_ratio", lambda seen: not _is_known(seen) and seen["amount_ratio"] >= 4),
    Rule("many_of_one_thing", 0.03, "most_of_one", lambda seen: seen["most_of_one"] >= 5 and seen["amount_ratio"] >= 2),
    Rule("billed_abroad", 0.02, "is_billed_abroad", lambda seen: seen["is_billed_abroad"] > 0),
)
BASE = 0.003  # of a payment of which no rule says anything


def fired(features: Features) -> list[Rule]:
    return [rule for rule in RULES if rule.applies(features)]


def score_of(rules: list[Rule]) -> float:
    """Probability of fraud, 0 to 1."""
    honest = 1.0 - BASE
    for rule in rules:
        honest *= 1.0 - rule.probability
    return 1.0 - honest


def reasons_of(rules: list[Rule], features: Features) -> list[Reason]:
    """Those of the highest probability first."""
    ordered = sorted(rules, key=lambda rule: -rule.probability)
    return [Reason(rule.code, round(features[rule.feature], 2)) for rule in ordered]


def _stands_out(frauds: float, honest: float) -> bool:
    """More than a fifth of others' payments there were fraud: many honest people share an office, a provider's address, a parcel shop."""
    return frauds * 4 > honest


def _is_known(seen: Features) -> bool:
    return seen["email_days_known"] >= 1


def _is_odd(seen: Features) -> bool:
    return seen["is_new_place"] > 0 and seen["amount_ratio"] >= 3
