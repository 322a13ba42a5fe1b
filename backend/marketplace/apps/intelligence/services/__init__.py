"""Writes of models. Training (``recommending``, ``forecasting``) is not among these: it needs scipy, which only workers load."""

from marketplace.apps.intelligence.services.purchases import forget_customer, forget_old, learn_past_orders, record_purchases
from marketplace.apps.intelligence.services.registry import activate, change_model, only_training
from marketplace.apps.intelligence.services.searching import train_search
from marketplace.apps.intelligence.services.terms import mark_due, set_reorder_terms
from marketplace.apps.intelligence.services.trending import refresh_trending
from marketplace.apps.intelligence.services.trials import start_trial, stop_trial

__all__ = [
    "activate",
    "change_model",
    "forget_customer",
    "forget_old",
    "learn_past_orders",
    "mark_due",
    "only_training",
    "record_purchases",
    "refresh_trending",
    "set_reorder_terms",
    "start_trial",
    "stop_trial",
    "train_search",
]
