"""Shapes of price advice in the API; nothing here saves."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from marketplace.apps.price_advice.types import (
    ENDINGS,
    MAX_CHANGES_PER_DAY,
    MAX_COMPETITOR_PRICES,
    MAX_STEP_PERCENT,
    AdviceState,
    ExperimentKind,
)
from marketplace.foundation import tenancy
from marketplace.foundation.rest.fields import IdField, LineField, MoneyField, UploadField
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.texts import render
from marketplace.kit.money import Money
from marketplace.kit.texts import Text


class ListAdvice(StrictSerializer):
    """The query string of the list of advice."""

    state = serializers.ChoiceField([state.value for state in AdviceState], required=False, default=AdviceState.OPEN.value)


class ListLimits(StrictSerializer):
    """The query string of the list of limits."""

    product_id = IdField(prefix="prod", required=False, default="")
    sku = LineField(required=False, default="", max_length=255, help_text="The beginning of a SKU.")


class OwnMoneyField(MoneyField):
    """An amount above zero in the region's own currency, in which prices are advised."""

    def to_internal_value(self, data: Any) -> Money:
        money = super().to_internal_value(data)
        if money.currency != tenancy.current().default_currency:
            self.fail("foreign_currency", currency=money.currency)
        if money.minor == 0:
            raise serializers.ValidationError(render(Text("A price must be above zero")), code="out_of_range")
        return money


class SetPriceLimits(StrictSerializer):
    """What a vendor allows for a variant, as a whole; null where it says nothing."""

    floor = OwnMoneyField(allow_null=True)
    ceiling = OwnMoneyField(allow_null=True)
    cost = OwnMoneyField(allow_null=True)
    clear_by = serializers.DateField(allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["floor"] and attrs["ceiling"] and attrs["floor"].minor > attrs["ceiling"].minor:
            raise serializers.ValidationError({"ceiling": render(Text("The highest price is below the lowest one"))}, code="out_of_range")
        return attrs


class SetPriceRule(StrictSerializer):
    """How prices may change in a scope, as a whole."""

    is_automatic = serializers.BooleanField()
    max_step_percent = serializers.IntegerField(min_value=1, max_value=MAX_STEP_PERCENT)
    max_changes_per_day = serializers.IntegerField(min_value=1, max_value=MAX_CHANGES_PER_DAY)
    ending = serializers.ChoiceField(ENDINGS, allow_blank=True)


class SetPriceAutomation(StrictSerializer):
    is_stopped = serializers.BooleanField()


class SeenPriceItem(StrictSerializer):
    sku = LineField(max_length=255)
    competitor = LineField(max_length=100)
    price = OwnMoneyField()
    seen_at = serializers.DateTimeField()


class RecordCompetitorPrices(StrictSerializer):
    """What competitors ask, by the vendor's own SKUs."""

    prices = serializers.ListField(child=SeenPriceItem(), min_length=1, max_length=MAX_COMPETITOR_PRICES)


class ImportCompetitorPrices(StrictSerializer):
    file = UploadField(allow_empty_file=False)
    dry_run = serializers.BooleanField(required=False, default=False)


class StartPriceExperiment(StrictSerializer):
    """The prices to try next to the present one, and for how long. With the same ``seed`` the lots are the same."""

    variant_id = IdField(prefix="var")
    kind = serializers.ChoiceField([kind.value for kind in ExperimentKind])
    prices = serializers.ListField(child=OwnMoneyField(), min_length=1, max_length=4)
    period_hours = serializers.IntegerField(min_value=1, max_value=24 * 14)
    periods = serializers.IntegerField(min_value=8, max_value=400)
    seed = serializers.IntegerField(required=False, default=None, min_value=0, max_value=2**32 - 1)
