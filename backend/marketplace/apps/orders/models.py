from __future__ import annotations

from django.db import models


class OrderRef(models.Model):
    """Finds an order of which only the id is known: its owner names the document's partition. Written when the order gets its number."""

    id = models.CharField(primary_key=True, max_length=40)
    number = models.CharField(max_length=30, unique=True)
    owner = models.CharField(max_length=60)
    token_hash = models.CharField(max_length=64)  # of the secret by which a guest reads the order

    class Meta:
        db_table = "order_refs"


class OrderCounter(models.Model):
    """The last order number of a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "order_counters"
