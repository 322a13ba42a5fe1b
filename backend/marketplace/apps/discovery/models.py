from __future__ import annotations

from django.db import models
from django.db.models import Q


class Sale(models.Model):
    """
    How many units of a product one confirmed order has: one row, however often the event arrives. Rows are deleted once they are older
    than ``SOLD_WINDOW``, so a product's rows say how much it is bought now.
    """

    pk = models.CompositePrimaryKey("product_id", "order_id")
    product_id = models.CharField(max_length=40)
    order_id = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    sold_at = models.DateTimeField(db_index=True)
    quantity = models.PositiveIntegerField()

    class Meta:
        db_table = "discovery_sales"
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="discovery_sale_has_quantity")]


class SearchTuning(models.Model):
    """One part of what staff has set about search, as a whole; a part that nobody has set has no row."""

    part = models.CharField(max_length=20, primary_key=True)
    value = models.JSONField()
    version = models.PositiveIntegerField()

    class Meta:
        db_table = "discovery_search_tuning"


class SearchModel(models.Model):
    """A version of what was learned from customers' choices (the registry of models has its measures); at most one is used."""

    version_id = models.CharField(primary_key=True, max_length=40)  # mdl_
    is_used = models.BooleanField(default=False)

    class Meta:
        db_table = "discovery_search_models"
        constraints = [models.UniqueConstraint(fields=["is_used"], condition=Q(is_used=True), name="discovery_search_one_used")]


class QueryLifts(models.Model):
    """Which products rise for a question (folded words), by a version: pairs of product and weight (1 to 1000), the highest first."""

    pk = models.CompositePrimaryKey("model", "query")
    model = models.ForeignKey(SearchModel, on_delete=models.PROTECT, related_name="lifts")
    query = models.CharField(max_length=100)
    products = models.JSONField()

    class Meta:
        db_table = "discovery_query_lifts"
