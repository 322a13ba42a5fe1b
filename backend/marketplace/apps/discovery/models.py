from __future__ import annotations

from django.db import models
from django.db.models import Q


class Sale(models.Model):
    """So many pieces of a product in one confirmed order: one row, however often the order is told of."""

    pk = models.CompositePrimaryKey("product_id", "order_id")
    product_id = models.CharField(max_length=40)
    order_id = models.CharField(max_length=40)
    pieces = models.PositiveIntegerField()

    class Meta:
        db_table = "discovery_sales"
        constraints = [models.CheckConstraint(condition=Q(pieces__gt=0), name="discovery_sale_has_pieces")]


class SearchTuning(models.Model):
    """One part of what staff has set about search, as a whole; a part that nobody has set has no row."""

    part = models.CharField(max_length=20, primary_key=True)
    value = models.JSONField()
    version = models.PositiveIntegerField()

    class Meta:
        db_table = "discovery_search_tuning"
