"""What an operator sets for the shop's assistant."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import feature, whole_number, yes_no

ASSISTANT = feature("assistant", description="Whether the shop has an assistant that answers questions about products, orders and pages")
ASKS_MODEL = yes_no(
    "assistant_asks_model",
    default=True,
    description="Whether a language model of another company answers, where the region has a key for it; else templates do",
)
DAILY_TOKENS = whole_number(
    "assistant_daily_tokens",
    default=500_000,
    least=0,
    most=1_000_000_000,
    unit="tokens",
    description="How many tokens the language model may use on one day (UTC); above it, templates answer",
)
CONVERSATIONS_KEPT_DAYS = whole_number(
    "conversations_kept_days",
    default=30,
    least=1,
    most=400,
    unit="days",
    description="How long a conversation with the assistant is kept after its last message",
)
