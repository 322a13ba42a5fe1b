"""What an operator sets for payments in a region; methods, their limits and fees are rows of the table of payment methods."""

from __future__ import annotations

from marketplace.foundation.tenancy.settings import feature

CASH_ON_DELIVERY = feature("cash_on_delivery", description="Whether methods that settle on delivery are offered")
