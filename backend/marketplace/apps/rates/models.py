"""Reference rates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.foundation.tenancy.rows import TenantRow


class ExchangeRate(TenantRow):
    """What one euro was in ``currency`` on ``day``. Rows are only added."""

    day = models.DateField()
    currency = models.CharField(max_length=3)
    per_euro = models.DecimalField(max_digits=20, decimal_places=8)

    class Meta:
        db_table = "exchange_rates"
        constraints = [
            models.UniqueConstraint(fields=["currency", "day"], name="exchange_rate_once"),
            models.CheckConstraint(condition=Q(per_euro__gt=0), name="exchange_rate_positive"),
        ]
