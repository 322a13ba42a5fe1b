"""Writes of price advice: what a vendor allows, what is advised, changed, seen of competitors, and tried."""

from marketplace.apps.price_advice.services.advising import apply_automatic, forget_old_advice, make_advice
from marketplace.apps.price_advice.services.applying import accept_advice, dismiss_advice, resume_changes, undo_change
from marketplace.apps.price_advice.services.competitors import (
    forget_old_competitor_prices,
    import_competitor_prices,
    record_competitor_prices,
)
from marketplace.apps.price_advice.services.experimenting import advance_experiment, start_experiment, stop_experiment
from marketplace.apps.price_advice.services.models import drop_models, store_model, use_model
from marketplace.apps.price_advice.services.setting import remove_rule, set_automation, set_limits, set_rule

__all__ = [
    "accept_advice",
    "advance_experiment",
    "apply_automatic",
    "dismiss_advice",
    "drop_models",
    "forget_old_advice",
    "forget_old_competitor_prices",
    "import_competitor_prices",
    "make_advice",
    "record_competitor_prices",
    "remove_rule",
    "resume_changes",
    "set_automation",
    "set_limits",
    "set_rule",
    "start_experiment",
    "stop_experiment",
    "store_model",
    "undo_change",
    "use_model",
]
