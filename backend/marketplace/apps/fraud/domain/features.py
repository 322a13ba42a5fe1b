"""What of a payment and of its history a score goes by. Pure: the same numbers when a payment is assessed and when a model learns."""

from __future__ import annotations

import math
from datetime import datetime

from marketplace.apps.fraud.types import Attempt, Features, History
from marketplace.kit.ids import time_of

NAMES = (
    "amount_ratio",
    "amount_log",
    "lines",
    "most_of_one",
    "attempt",
    "is_guest",
    "account_days",
    "is_billed_elsewhere",
    "is_billed_abroad",
    "digits_in_email",
    "local_hour",
    "network_hour",
    "network_day",
    "network_emails_day",
    "email_hour",
    "email_day",
    "email_days_known",
    "email_paid",
    "email_networks_week",
    "is_new_place",
    "place_emails_month",
    "declined_hour",
    "declined_day",
    "was_fraud",
    "network_fraud",
    "network_honest",
    "place_fraud",
    "place_honest",
)
UNKNOWN = -1.0


def features_of(attempt: Attempt, history: History, *, now: datetime) -> Features:
    """By ``NAMES``. ``amount_ratio`` is in units of the region's usual amount, so that a model holds for every currency."""
    ratio = attempt.amount.minor / history.usual_minor if history.usual_minor else 1.0
    local, _, _ = attempt.email.partition("@")
    return {
        "amount_ratio": ratio,
        "amount_log": math.log1p(ratio),
        "lines": attempt.lines,
        "most_of_one": attempt.most_of_one,
        "attempt": attempt.attempt,
        "is_guest": float(not attempt.customer_id),
        "account_days": _account_days(attempt.customer_id, now=now),
        "is_billed_elsewhere": float(bool(attempt.delivered_to) and attempt.billed_to != attempt.delivered_to),
        "is_billed_abroad": float(bool(attempt.billing_country) and attempt.billing_country != attempt.country),
        "digits_in_email": sum(letter.isdigit() for letter in local) / max(1, len(local)),
        "local_hour": attempt.local_hour,
        "network_hour": history.network_hour,
        "network_day": history.network_day,
        "network_emails_day": history.network_emails_day,
        "email_hour": history.email_hour,
        "email_day": history.email_day,
        "email_days_known": history.email_days_known,
        "email_paid": history.email_paid,
        "email_networks_week": history.email_networks_week,
        "is_new_place": float(not history.email_knows_place),
        "place_emails_month": history.place_emails_month,
        "declined_hour": history.declined_hour,
        "declined_day": history.declined_day,
        "was_fraud": history.was_fraud,
        "network_fraud": history.network_fraud,
        "network_honest": history.network_honest,
        "place_fraud": history.place_fraud,
        "place_honest": history.place_honest,
    }


def _account_days(customer_id: str, *, now: datetime) -> float:
    """A customer's id says when it was made."""
    if not customer_id:
        return UNKNOWN
    try:
        return max(0.0, (now - time_of(customer_id)).total_seconds() / 86_400)
    except ValueError:
        return UNKNOWN
