"""
How likely a payment is fraud, before the provider is asked for it: rules, and the model where there is one. Few statements that
read and one that writes, in the checkout's own transaction.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import msgspec
from django.db import Error as DatabaseError
from django.db import OperationalError

from marketplace.apps.fraud import statements
from marketplace.apps.fraud.domain import classifier as trees
from marketplace.apps.fraud.domain import rules
from marketplace.apps.fraud.domain.features import features_of
from marketplace.apps.fraud.models import PaymentRisk
from marketplace.apps.fraud.region_settings import CHALLENGE_PERCENT, CHECKS_FRAUD, REVIEW_PERCENT
from marketplace.apps.fraud.types import Attempt, Classifier, Features, History, Reason, ReviewState, RiskLevel
from marketplace.foundation import encryption, metrics, rows, tenancy
from marketplace.foundation.postgres import sql

PURPOSE = "fraud.velocity"
NOT_CHALLENGED = "no_challenge"  # of a payment whose method has no bank that could be asked
MODEL, HISTORY = "fraud", "fraud_history"
DEADLINE_MS = 100  # of the history: the customer waits
HOUR, DAY, WEEK, MONTH, YEAR = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30), timedelta(days=365))


class _Said(NamedTuple):
    """What a version of the model says of a payment. In shadow it is noted, and decides nothing."""

    version: str
    score: float
    reasons: list[Reason]
    is_shadow: bool


def assess(attempt: Attempt, *, now: datetime) -> RiskLevel:
    """
    Assess a payment that is about to be started, in the caller's transaction, and note it. The same payment is assessed once.

    A score challenges and sorts: whatever it is, the payment may be started. What should be challenged, and cannot be by its method, is put
    before staff. A region that has switched checks off allows everything.
    """
    if not CHECKS_FRAUD.current():
        return RiskLevel.ALLOW
    keys = _keys_of(attempt)
    features = features_of(attempt, _history(attempt, keys, now=now), now=now)
    fired = rules.fired(features)
    by_rules = rules.score_of(fired)
    said = _scored(features)
    by_model, shadow = (None, said) if said and said.is_shadow else (said, None)
    score = by_model.score if by_model else by_rules
    reasons = [*rules.reasons_of(fired, features), *(by_model.reasons if by_model else [])]
    level = _level_of(score)
    is_unseen = level == RiskLevel.CHALLENGE and not attempt.can_be_challenged
    if is_unseen:
        reasons = [*reasons, Reason(NOT_CHALLENGED, 1.0)]
    rows.insert(
        PaymentRisk(
            payment_id=attempt.payment_id,
            order_id=attempt.order_id,
            customer_id=attempt.customer_id,
            currency=attempt.amount.currency,
            amount_minor=attempt.amount.minor,
            method=attempt.method,
            country=attempt.country,
            features=features,
            rules_score=by_rules,
            score=score,
            level=level,
            model=by_model.version if by_model else "",
            shadow_model=shadow.version if shadow else "",
            shadow_score=shadow.score if shadow else None,
            reasons=msgspec.to_builtins(reasons),
            review=ReviewState.OPEN if level == RiskLevel.REVIEW or is_unseen else ReviewState.NONE,
            assessed_at=now,
            **keys,
        ),
        unless_there=True,
    )
    return level


def _level_of(score: float) -> RiskLevel:
    if score * 100 >= REVIEW_PERCENT.current():
        return RiskLevel.REVIEW
    return RiskLevel.CHALLENGE if score * 100 >= CHALLENGE_PERCENT.current() else RiskLevel.ALLOW


def _keys_of(attempt: Attempt) -> dict[str, str]:
    said = {"email_key": attempt.email.casefold(), "network_key": attempt.network, "place_key": attempt.delivered_to}
    return {name: encryption.sign(f"{name}:{text}", purpose=PURPOSE) if text else "" for name, text in said.items()}


def _history(attempt: Attempt, keys: dict[str, str], *, now: datetime) -> History:
    """What is known from before; nothing where the database takes too long: the checkout goes on by what the order says."""
    since = {"hour": now - HOUR, "day": now - DAY, "week": now - WEEK, "month": now - MONTH, "year": now - YEAR}
    named = {"email": keys["email_key"], "network": keys["network_key"], "place": keys["place_key"]}
    started, outcome = time.perf_counter(), "answered"
    try:
        with sql.deadline(DEADLINE_MS):
            found = sql.row(statements.HISTORY, {**since, **named, "now": now, "currency": attempt.amount.currency})
    except OperationalError:
        outcome = "late"
        return History()
    except DatabaseError:
        outcome = "broken"
        return History()
    finally:
        metrics.MODEL_CALLS.labels(metrics.tenant_in_scope(), HISTORY, outcome).observe(time.perf_counter() - started, metrics.exemplar())
    assert found is not None  # counts always make one row
    values = dict(zip(History.__struct_fields__, found, strict=True))
    values["email_days_known"] = -1.0 if values["email_days_known"] is None else values["email_days_known"]
    return History(**{**values, "usual_minor": values["usual_minor"] or 0.0})


def _scored(features: Features) -> _Said | None:
    """What the model that is in use says; None where there is none, or it cannot be read."""
    started, outcome = time.perf_counter(), "answered"
    try:
        found = sql.row(statements.USED, {})
        if found is None:
            outcome = "nothing"
            return None
        version, is_shadow = found
        score, reasons = trees.probability_of(_classifier(tenancy.current().slug, version), features)
        return _Said(version, score, reasons, is_shadow)
    except (msgspec.ValidationError, KeyError, IndexError):
        outcome = "broken"
        return None
    finally:
        metrics.MODEL_CALLS.labels(metrics.tenant_in_scope(), MODEL, outcome).observe(time.perf_counter() - started, metrics.exemplar())


@lru_cache(maxsize=8)
def _classifier(slug: str, version_id: str) -> Classifier:
    """A version never changes, so a process reads it once. :raises msgspec.ValidationError: if it is no classifier"""
    found = sql.row(statements.CLASSIFIER, {"version_id": version_id})
    assert found is not None
    return msgspec.json.decode(found[0], type=Classifier)
