from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.apps.orders.types import CollectionView
from marketplace.foundation.tenancy.rows import TenantRow
from marketplace.kit.money import Money


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


class Collection(TenantRow):
    """
    What a courier collected for one parcel, and owes the operator until ``settled_at``: when it had remitted it, or staff had resolved
    what differs. Only that is changed. Amounts are in minor units.
    """

    id = models.CharField(primary_key=True, max_length=40)  # col_
    courier = models.CharField(max_length=30)
    tracking_number = models.CharField(max_length=100)
    vendor_order_id = models.CharField(max_length=40)
    vendor_id = models.CharField(max_length=40)
    order_id = models.CharField(max_length=40)
    payment_id = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    collected_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "courier_collections"
        constraints = [
            models.UniqueConstraint(fields=["vendor_order_id", "tracking_number"], name="collection_once"),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="collection_positive"),
        ]
        indexes = [
            models.Index(fields=["courier", "tracking_number"], name="collection_by_parcel"),
            models.Index(fields=["courier", "-collected_at", "-id"], name="collection_newest"),
            models.Index(fields=["courier", "collected_at"], name="collection_open", condition=Q(settled_at=None)),
        ]

    @property
    def amount(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def as_view(self) -> CollectionView:
        """The row as staff read it."""
        same = {name: getattr(self, name) for name in CollectionView.__struct_fields__}
        return CollectionView(**same)
