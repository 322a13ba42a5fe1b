"""Rules by which staff hear of a measure, and looking whether their time has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from marketplace.apps.analytics import queries, statements
from marketplace.apps.analytics.domain.alerting import fires, last_whole_hour
from marketplace.apps.analytics.domain.catalogue import MEASURES
from marketplace.apps.analytics.errors import AlertRuleNotFound, TooManyAlertRules
from marketplace.apps.analytics.events import AlertFired
from marketplace.apps.analytics.models import AggregateProgress, AlertFiring, AlertRule
from marketplace.apps.analytics.types import AlertCondition, AlertRuleView, Measure, Source
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres import sql
from marketplace.kit import limits
from marketplace.kit.ids import new_id

MAX_RULES = limits.declare("analytics.alert_rules", 100, "rules", "Of a region; 409 `too_many_alert_rules` above it.")
_BY_ID = "id = %(id)s"


def create_alert_rule(
    *,
    name: str,
    measure: Measure,
    currency: str,
    condition: AlertCondition,
    threshold: int,
    window_h: int,
    quiet_h: int,
    person_id: str,
    now: datetime,
) -> AlertRuleView:
    """``person_id`` gets the mails. :raises TooManyAlertRules:"""
    if AlertRule.objects.count() >= MAX_RULES:
        raise TooManyAlertRules
    rule = AlertRule(
        id=new_id("alr", at=now),
        name=name,
        measure=measure,
        currency=currency,
        condition=condition,
        threshold=threshold,
        window_h=window_h,
        quiet_h=quiet_h,
        created_by=person_id,
        created_at=now,
    )
    rows.insert(rule)
    return queries.get_alert_rule(rule.id, sees_money=True)


def edit_alert_rule(*, rule_id: str, etag: str, **changes: Any) -> AlertRuleView:
    """
    Change what is named of a rule (``name``, ``threshold``, ``window_h``, ``quiet_h``, ``condition``, ``is_active``).

    :raises AlertRuleNotFound: :raises StaleRow: if it has changed since
    """
    rule = rows.first(AlertRule, _BY_ID, {"id": rule_id})
    if rule is None:
        raise AlertRuleNotFound
    if str(rule.version) != etag:
        raise rows.StaleRow
    before = rule.version
    for name, value in {**changes, "version": before + 1}.items():
        setattr(rule, name, value)
    rows.change(rule, *changes, "version", expected={"version": before})
    return queries.get_alert_rule(rule_id, sees_money=True)


def delete_alert_rule(*, rule_id: str) -> None:
    """With its history. :raises AlertRuleNotFound:"""
    with tenancy.atomic():
        if not rows.delete_where(AlertRule, _BY_ID, {"id": rule_id}):
            raise AlertRuleNotFound
        rows.delete_where(AlertFiring, "rule_id = %(id)s", {"id": rule_id})


def fire_alerts(*, now: datetime) -> int:
    """
    Fire each active rule whose window, the one of the last whole hours, calls for it; returns how many. Safe to repeat, and at once.

    A rule whose measure is not summed up to there yet waits: too few would look like nothing sold.
    """
    until = last_whole_hour(now, ZoneInfo(tenancy.current().timezone))
    with tenancy.atomic():
        sql.rows(statements.LOCK_ALERTS, {})
        rules = {rule.id: rule for rule in rows.every(AlertRule, "is_active ORDER BY id", {})}
        summed = {row.source for row in rows.every(AggregateProgress, "summed_at >= %(until)s", {"until": until})}
        found = sql.rows(statements.ALERT_SUMS, {"until": until})
        fired = [
            AlertFiring(
                id=new_id("alf", at=now), rule_id=rule_id, until=until, value=value, threshold=rules[rule_id].threshold, fired_at=now
            )
            for rule_id, value, last in found
            if rule_id in rules and _source_of(rules[rule_id]) in summed and _fires(rules[rule_id], value, until, last)
        ]
        stored = rows.insert_all(fired, unless_there=True)
        outbox.store([outbox.record(AlertFired(firing_id=firing.id, rule_id=firing.rule_id), now=now) for firing in stored])
    return len(stored)


def _source_of(rule: AlertRule) -> Source:
    return MEASURES[Measure(rule.measure)].source


def _fires(rule: AlertRule, value: int, until: datetime, last: datetime | None) -> bool:
    condition = AlertCondition(rule.condition)
    return fires(condition, value=value, threshold=rule.threshold, until=until, last_until=last, quiet_h=rule.quiet_h)
