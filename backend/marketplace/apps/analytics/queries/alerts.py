"""Reads of alert rules, of what they fired for, and of what they would have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace.apps.analytics import statements
from marketplace.apps.analytics.domain.alerting import last_whole_hour, replay
from marketplace.apps.analytics.domain.catalogue import MEASURES
from marketplace.apps.analytics.errors import AlertRuleNotFound
from marketplace.apps.analytics.models import AlertFiring, AlertRule
from marketplace.apps.analytics.types import AlertCondition, AlertFiringView, AlertRuleView, AlertTrial, Measure
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

MOST_MOMENTS = 100  # of a trial that are listed
_MONEY = [measure.value for measure, spec in MEASURES.items() if spec.is_money]
_LAST_FIRED = "SELECT rule_id, max(fired_at) FROM analytics_alert_firings WHERE rule_id = ANY (%(ids)s::text[]) GROUP BY rule_id"


def list_alert_rules(page: PageRequest, *, sees_money: bool) -> Page[AlertRuleView]:
    """Everybody's, the newest first; those of money for who sees money. Two statements."""
    found = AlertRule.objects.order_by("-id")
    if not sees_money:
        found = found.exclude(measure__in=_MONEY)
    if page.cursor:
        found = found.filter(pk__lt=decode_cursor(page.cursor, str))
    shown = page_of(list(found[: page.limit + 1]), page, position=lambda row: row.id)
    last = _last_fired(row.id for row in shown.items)
    return shown.map(lambda row: rule_view_of(row, last.get(row.id)))


def get_alert_rule(rule_id: str, *, sees_money: bool) -> AlertRuleView:
    """:raises AlertRuleNotFound: also for one of money that the caller may not see"""
    row = rows.first(AlertRule, "id = %(id)s", {"id": rule_id})
    if row is None or (not sees_money and row.measure in _MONEY):
        raise AlertRuleNotFound
    return rule_view_of(row, _last_fired([row.id]).get(row.id))


def list_firings(rule_id: str, page: PageRequest, *, sees_money: bool) -> Page[AlertFiringView]:
    """What a rule fired for, the newest first. :raises AlertRuleNotFound:"""
    get_alert_rule(rule_id, sees_money=sees_money)
    found = AlertFiring.objects.filter(rule_id=rule_id).order_by("-until")
    if page.cursor:
        found = found.filter(until__lt=decode_cursor(page.cursor, datetime))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: row.until).map(firing_view_of)


def find_firing(firing_id: str) -> tuple[AlertRuleView, AlertFiringView] | None:
    """A firing with its rule; none once the rule is deleted."""
    firing = rows.first(AlertFiring, "id = %(id)s", {"id": firing_id})
    rule = firing and rows.first(AlertRule, "id = %(id)s", {"id": firing.rule_id})
    return (rule_view_of(rule, firing.fired_at), firing_view_of(firing)) if firing and rule else None


def try_alert(
    *, measure: Measure, currency: str, condition: AlertCondition, threshold: int, window_h: int, quiet_h: int, days: int, now: datetime
) -> AlertTrial:
    """What such a rule would have fired for in the last ``days``. One statement."""
    until = last_whole_hour(now, ZoneInfo(tenancy.current().timezone))
    since = until - timedelta(days=days)
    asked = {"measure": measure, "currency": currency, "since": since - timedelta(hours=window_h), "until": until}
    hours = {starts_at: int(value) for starts_at, value in sql.rows(statements.HOURS_OF_MEASURE, asked)}
    moments = list(replay(hours, condition=condition, threshold=threshold, window_h=window_h, quiet_h=quiet_h, since=since, until=until))
    return AlertTrial(since=since, until=until, fired=len(moments), items=moments[:MOST_MOMENTS])


def rule_view_of(row: AlertRule, last_fired_at: datetime | None) -> AlertRuleView:
    return AlertRuleView(
        id=row.id,
        name=row.name,
        measure=Measure(row.measure),
        currency=row.currency,
        condition=AlertCondition(row.condition),
        threshold=row.threshold,
        window_h=row.window_h,
        quiet_h=row.quiet_h,
        is_active=row.is_active,
        created_by=row.created_by,
        created_at=row.created_at,
        last_fired_at=last_fired_at,
        etag=str(row.version),
    )


def firing_view_of(row: AlertFiring) -> AlertFiringView:
    return AlertFiringView(id=row.id, rule_id=row.rule_id, until=row.until, value=row.value, threshold=row.threshold, fired_at=row.fired_at)


def _last_fired(rule_ids: Iterable[str]) -> dict[str, datetime]:
    found: dict[str, datetime] = dict(sql.rows(_LAST_FIRED, {"ids": list(rule_ids)}))
    return found
