"""Shapes of alert rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from marketplace.apps.analytics.domain.catalogue import MEASURES
from marketplace.apps.analytics.types import ALERT_CONDITIONS, MEASURE_NAMES, AlertCondition, Measure
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import CodeField, LineField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, Forbidden, InvalidInput
from marketplace.kit.texts import Text

MAX_WINDOW_H = limits.declare("analytics.alert_window", 168, "hours", "That an alert sums; 422 `invalid_input` above it.")
MAX_QUIET_H = limits.declare("analytics.alert_quiet", 720, "hours", "For which an alert keeps quiet; 422 `invalid_input` above it.")
MAX_TRIAL_DAYS = limits.declare("analytics.alert_trial", 90, "days", "That an alert is tried over; 422 `invalid_input` above it.")
_MOST = 10**15


def _hours(most: int, *, least: int = 1, **options: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=least, max_value=most, **options)


class TryAlert(StrictSerializer):
    """The terms of a rule, and how many days back it is tried."""

    measure = serializers.ChoiceField(choices=MEASURE_NAMES)
    currency = CodeField(min_length=3, max_length=3, required=False, default="", help_text="Of a measure that is money.")
    condition = serializers.ChoiceField(choices=ALERT_CONDITIONS)
    threshold = serializers.IntegerField(min_value=0, max_value=_MOST, help_text="A count, or minor units of the currency.")
    window_h = _hours(MAX_WINDOW_H)
    quiet_h = _hours(MAX_QUIET_H, least=0, required=False, default=24)
    days = _hours(MAX_TRIAL_DAYS, required=False, default=30)


class CreateAlertRule(StrictSerializer):
    """When to be mailed about a measure."""

    name = LineField(max_length=100)
    measure = serializers.ChoiceField(choices=MEASURE_NAMES)
    currency = CodeField(min_length=3, max_length=3, required=False, default="", help_text="Of a measure that is money.")
    condition = serializers.ChoiceField(choices=ALERT_CONDITIONS)
    threshold = serializers.IntegerField(min_value=0, max_value=_MOST, help_text="A count, or minor units of the currency.")
    window_h = _hours(MAX_WINDOW_H)
    quiet_h = _hours(MAX_QUIET_H, least=0, required=False, default=24)


class EditAlertRule(StrictSerializer):
    """Whatever is left out stays as it is. ``is_active`` switches the rule off and on."""

    name = LineField(max_length=100, required=False)
    condition = serializers.ChoiceField(choices=ALERT_CONDITIONS, required=False)
    threshold = serializers.IntegerField(min_value=0, max_value=_MOST, required=False)
    window_h = _hours(MAX_WINDOW_H, required=False)
    quiet_h = _hours(MAX_QUIET_H, least=0, required=False)
    is_active = serializers.BooleanField(required=False)


def rule_of(data: Mapping[str, Any], *, sees_money: bool) -> dict[str, Any]:
    """
    The same as values.

    :raises Forbidden: for money that the caller may not see :raises InvalidInput: for a currency that does not fit the measure
    """
    values = dict(data)
    if "condition" in values:
        values["condition"] = AlertCondition(values["condition"])
    if "measure" not in values:
        return values
    values["measure"] = Measure(values["measure"])
    is_money = MEASURES[values["measure"]].is_money
    if is_money and not sees_money:
        raise Forbidden
    known = tenancy.current().currencies
    if is_money and values["currency"] not in known:
        raise InvalidInput(errors=[FieldError("currency", "unknown_currency", Text("One of: {choices}", choices=known))])
    if values["currency"] and not is_money:
        raise InvalidInput(errors=[FieldError("currency", "not_money", Text("The measure is not money"))])
    return values
