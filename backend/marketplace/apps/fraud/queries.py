"""Payments by their risk, and those that a model learns from."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from django.db.models import Q

from marketplace.apps.fraud import statements
from marketplace.apps.fraud.errors import RiskNotFound
from marketplace.apps.fraud.models import PaymentRisk, RiskModel
from marketplace.apps.fraud.types import Features, Label, Labelled, Outcome, Reason, ReviewState, RiskLevel, RiskView
from marketplace.foundation import rows
from marketplace.foundation.postgres import sql
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

WINDOW, SETTLED = timedelta(days=400), timedelta(days=60)  # most disputes have come by then


def list_risks(page: PageRequest, *, review: ReviewState) -> Page[RiskView]:
    """The most likely fraud first."""
    risks = PaymentRisk.objects.filter(review=review).order_by("-score", "payment_id")
    if page.cursor:
        score, payment_id = decode_cursor(page.cursor, tuple[float, str])
        risks = risks.filter(Q(score__lt=score) | Q(score=score, payment_id__gt=payment_id))
    found = page_of(list(risks[: page.limit + 1]), page, position=lambda risk: [risk.score, risk.payment_id])
    return found.map(_view)


def get_risk(payment_id: str) -> RiskView:
    """:raises RiskNotFound:"""
    risk = PaymentRisk.objects.filter(pk=payment_id).first()
    if risk is None:
        raise RiskNotFound
    return _view(risk)


def is_blocked(payment_id: str) -> bool:
    """Whether staff took the payment for fraud."""
    return PaymentRisk.objects.filter(pk=payment_id, review=ReviewState.BLOCKED).exists()


def risks_of(customer_id: str) -> list[RiskView]:
    """All of a customer's payments that were assessed, the latest first, for the copy of what is stored about them."""
    found = rows.every(PaymentRisk, "customer_id = %(id)s AND customer_id <> '' ORDER BY assessed_at DESC, payment_id", {"id": customer_id})
    return [_view(risk) for risk in found]


def list_labelled(*, most: int, now: datetime) -> list[Labelled]:
    """At most so many past payments of which it is known what they were, the oldest first."""
    found = sql.rows(statements.LABELLED, {"since": now - WINDOW, "settled": now - SETTLED, "most": most})
    labelled = []
    for features, is_fraud, rules_score, at in reversed(found):
        seen = msgspec.json.decode(features, type=Features)
        labelled.append(Labelled(seen, is_fraud, rules_score, seen["amount_ratio"], at))
    return labelled


def list_scored(*, since: datetime, until: datetime) -> list[tuple[str, float, bool]]:
    """
    Of the payments assessed between two times, ``SETTLED`` ago, those that a model scored, whether its score decided or not: its version,
    the score, and whether it was fraud.
    """
    return sql.rows(statements.SCORED, {"since": since, "until": until})


def share_of_fraud(*, before: datetime) -> float:
    """Of the payments assessed in the 400 days before; never nothing, so that it can be said of the next one."""
    ((share,),) = sql.rows(statements.SHARE_OF_FRAUD, {"since": before - WINDOW, "before": before})
    return float(share)


def has_model(version_id: str) -> bool:
    """Whether the classifier of a version is still there."""
    return RiskModel.objects.filter(pk=version_id).exists()


def _view(risk: PaymentRisk) -> RiskView:
    return RiskView(
        payment_id=risk.payment_id,
        order_id=risk.order_id,
        amount=Money(risk.amount_minor, risk.currency),
        method=risk.method,
        country=risk.country,
        score=round(risk.score, 4),
        level=RiskLevel(risk.level),
        model=risk.model,
        reasons=[msgspec.convert(reason, Reason) for reason in risk.reasons],
        outcome=Outcome(risk.outcome),
        label=Label(risk.label),
        review=ReviewState(risk.review),
        assessed_at=risk.assessed_at,
        decided_by=risk.decided_by,
        decided_at=risk.decided_at,
        reason=risk.reason,
    )
