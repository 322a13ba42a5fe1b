"""Writes of models. Training (``recommending``, ``forecasting``) is not among these: it needs scipy, which only workers load."""

from marketplace.apps.intelligence.services.purchases import forget_customer, forget_old, learn_past_orders, record_purchases
from marketplace.apps.intelligence.services.registry import activate, change_model
from marketplace.apps.intelligence.services.terms import set_reorder_terms
from marketplace.apps.intelligence.services.trending import refresh_trending

__all__ = [
    "activate",
    "change_model",
    "forget_customer",
    "forget_old",
    "learn_past_orders",
    "record_purchases",
    "refresh_trending",
    "set_reorder_terms",
]
