"""The words of alerts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.analytics.types.words import Measure


class AlertCondition(StrEnum):
    """When a rule fires: the sum of the window is above its threshold, or below it."""

    ABOVE = "above"
    BELOW = "below"


class AlertRuleView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A rule: fire when the sum of ``measure`` over the last ``window_h`` whole hours is ``condition`` ``threshold``, and then not again for
    ``quiet_h`` hours. ``threshold`` is a count, or minor units of ``currency``. Mails go to who made it, as long as they may see it.
    """

    id: str
    name: str
    measure: Measure
    currency: str
    condition: AlertCondition
    threshold: int
    window_h: int
    quiet_h: int
    is_active: bool
    created_by: str
    created_at: datetime
    last_fired_at: datetime | None
    etag: str


class AlertFiringView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule fired: the window that ended at ``until`` had this ``value``. ``threshold`` is the rule's at the time."""

    id: str
    rule_id: str
    until: datetime
    value: int
    threshold: int
    fired_at: datetime


class AlertMoment(msgspec.Struct, frozen=True, kw_only=True):
    """A window that a rule would have fired for."""

    until: datetime
    value: int


class AlertTrial(msgspec.Struct, frozen=True, kw_only=True):
    """How often a rule would have fired between two times, with the first hundred of these moments."""

    since: datetime
    until: datetime
    fired: int
    items: list[AlertMoment]


ALERT_CONDITIONS = tuple(one.value for one in AlertCondition)
