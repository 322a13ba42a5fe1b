from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class ShippingZone(models.Model):
    """Countries that a vendor delivers to on the same terms."""

    id = models.CharField(primary_key=True, max_length=40)
    vendor_id = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    countries = ArrayField(models.CharField(max_length=2))  # sorted
    version = models.PositiveIntegerField(default=1)  # the ETag of edits
    created_at = models.DateTimeField()

    class Meta:
        db_table = "shipping_zones"
        constraints = [models.UniqueConstraint(fields=["vendor_id", "name"], name="shipping_zone_name")]


class Courier(models.Model):
    """Who collects cash on delivery for the operator: a carrier by contract, or the operator's own drivers."""

    id = models.CharField(primary_key=True, max_length=40)  # cour_
    code = models.CharField(max_length=30, unique=True)  # names its account in the books, so it never changes
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)  # the ETag of edits
    created_at = models.DateTimeField()

    class Meta:
        db_table = "shipping_couriers"


class ShippingMethod(models.Model):
    """A way to deliver to a zone. ``names`` by language; ``prices`` and ``free_over`` in minor units by currency, VAT included."""

    id = models.CharField(primary_key=True, max_length=40)
    vendor_id = models.CharField(max_length=40, db_index=True)
    zone = models.ForeignKey(ShippingZone, on_delete=models.PROTECT, related_name="methods")
    names = models.JSONField()
    prices = models.JSONField()
    free_over = models.JSONField(default=dict, blank=True)
    min_days = models.PositiveSmallIntegerField()
    max_days = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    courier = models.ForeignKey(Courier, on_delete=models.PROTECT, null=True, related_name="+")  # collects cash; None: the vendor does
    version = models.PositiveIntegerField(default=1)  # the ETag of edits
    created_at = models.DateTimeField()

    class Meta:
        db_table = "shipping_methods"
        constraints = [
            models.CheckConstraint(condition=Q(min_days__lte=F("max_days")), name="shipping_days_in_order"),
        ]
