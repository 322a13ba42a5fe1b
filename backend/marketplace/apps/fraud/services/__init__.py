"""Writes of fraud: each payment is assessed, what becomes of it is noted, and staff decide."""

from marketplace.apps.fraud.services.assessing import assess
from marketplace.apps.fraud.services.deciding import decide
from marketplace.apps.fraud.services.labelling import forget_customer, forget_old, note_disputes, note_outcomes
from marketplace.apps.fraud.services.models import drop_models, store_model, use_model

__all__ = [
    "assess",
    "decide",
    "drop_models",
    "forget_customer",
    "forget_old",
    "note_disputes",
    "note_outcomes",
    "store_model",
    "use_model",
]
