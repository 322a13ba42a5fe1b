"""The whole-number settings and the features that an operator may change in a region, and within which bounds."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.kit.errors import FieldError
from marketplace.kit.money import CURRENCY_DIGITS
from marketplace.kit.texts import Text

SETTING_BOUNDS: dict[str, tuple[int, int]] = {
    "return_window_days": (0, 365),
    "guest_cart_days": (1, 365),
    "cart_max_lines": (1, 500),
    "cart_max_quantity": (1, 100_000),
    "cash_on_delivery_max_minor": (0, 10**12),
    "commission_percent_bp": (0, 10_000),
    "commission_vat_bp": (0, 10_000),
    "payout_account_rest_days": (0, 60),
    "payout_interval_days": (1, 90),
    "payout_minimum_minor": (0, 10**12),
    "payout_two_people": (0, 1),
    **{f"payout_minimum_minor_{currency.lower()}": (0, 10**12) for currency in CURRENCY_DIGITS},
}
FEATURES = frozenset({"cash_on_delivery"})


def faults_of(settings: Mapping[str, int], features: Mapping[str, bool]) -> list[FieldError]:
    """What cannot be set: unknown names, and figures out of bounds."""
    faults = [
        FieldError(f"features.{name}", "unknown_feature", Text("There is no such feature")) for name in features if name not in FEATURES
    ]
    for name, value in settings.items():
        bounds = SETTING_BOUNDS.get(name)
        if bounds is None:
            faults.append(FieldError(f"settings.{name}", "unknown_setting", Text("There is no such setting")))
        elif not bounds[0] <= value <= bounds[1]:
            faults.append(FieldError(f"settings.{name}", "out_of_bounds", Text("From {least} to {most}", least=bounds[0], most=bounds[1])))
    return faults
