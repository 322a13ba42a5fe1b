from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from marketplace.apps.inventory.types import ReservationState
from marketplace.foundation.postgres.states import choices


class Warehouse(models.Model):
    """Where a vendor keeps its stock. Every vendor has one default, which takes what names no other."""

    id = models.CharField(primary_key=True, max_length=40)
    vendor_id = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    country = models.CharField(max_length=2, default="", blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "warehouses"
        constraints = [
            models.UniqueConstraint(fields=["vendor_id", "name"], name="warehouse_name"),
            models.UniqueConstraint(fields=["vendor_id"], condition=Q(is_default=True), name="warehouse_one_default"),
        ]


class StockItem(models.Model):
    """
    A variant's stock over all warehouses, in units. Its row lock guards its levels and reservations.

    Code that locks several takes them in the order of ``variant_id`` (``bookkeeping.lock_items``), so there are no deadlocks.
    """

    variant_id = models.CharField(primary_key=True, max_length=40)
    product_id = models.CharField(max_length=40, db_index=True)
    vendor_id = models.CharField(max_length=40)
    sku = models.CharField(max_length=255)
    on_hand = models.IntegerField(default=0)  # the sum of the levels
    reserved = models.IntegerField(default=0)  # of them, held for checkouts that are not settled yet
    tracks_stock = models.BooleanField(default=True)  # false: sold without counting
    allows_backorders = models.BooleanField(default=False)  # counted, and sold on when none is left: below zero is owed to customers
    created_at = models.DateTimeField()

    class Meta:
        db_table = "stock_items"
        indexes = [models.Index(fields=["vendor_id", "sku", "variant_id"], name="stock_items_of_vendor")]
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & (Q(reserved__lte=F("on_hand")) | Q(allows_backorders=True)), name="stock_never_negative"
            ),
        ]

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved

    @property
    def is_limited(self) -> bool:
        """Whether no more can be sold than is available."""
        return self.tracks_stock and not self.allows_backorders

    @property
    def is_in_stock(self) -> bool:
        return not self.is_limited or self.available > 0


class StockLevel(models.Model):
    """The quantity of a variant in one warehouse. Negative only if the item allows backorders (``queries.find_discrepancies`` checks)."""

    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="levels")
    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="levels")
    on_hand = models.IntegerField()

    class Meta:
        db_table = "stock_levels"
        constraints = [
            models.UniqueConstraint(fields=["item", "warehouse"], name="stock_level_once"),
        ]


class StockReservation(models.Model):
    """A quantity held for ``owner_id`` (an order) until it is settled or ``expires_at`` has passed."""

    owner_id = models.CharField(max_length=40)
    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="reservations")
    quantity = models.PositiveIntegerField()
    is_counted = models.BooleanField()  # false: the item was not tracked, so nothing was taken from its level
    state = models.CharField(max_length=10, choices=choices(ReservationState), default=ReservationState.HELD)
    expires_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "stock_reservations"
        indexes = [models.Index(fields=["expires_at"], name="stock_reservations_due", condition=Q(state=ReservationState.HELD.value))]
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "item"], name="stock_reserved_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="stock_reservation_positive"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in ReservationState]), name="stock_reservation_state"),
        ]


class StockMovement(models.Model):
    """
    One reason why quantities are what they are: all rows of an item add up to it, and those of a warehouse to its level.

    Append-only: the database refuses UPDATE and DELETE (migration 0002). A mistake gets a correcting row.
    """

    item = models.ForeignKey(StockItem, on_delete=models.PROTECT, related_name="movements")
    vendor_id = models.CharField(max_length=40)
    warehouse = models.ForeignKey(Warehouse, null=True, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10)
    on_hand_change = models.IntegerField()
    reserved_change = models.IntegerField()
    on_hand_after = models.IntegerField()  # of the item, over all warehouses
    reserved_after = models.IntegerField()
    cause_id = models.CharField(max_length=80, default="", blank=True)  # the order, cancellation or import behind it
    note = models.CharField(max_length=200, default="", blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=40)
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "stock_movements"
        indexes = [
            models.Index(fields=["vendor_id", "-id"], name="stock_movements_of_vendor"),
            models.Index(fields=["item", "-id"], name="stock_movements_of_item"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cause_id", "item"], condition=Q(kind="returned"), name="stock_returned_once"),
            models.CheckConstraint(condition=~Q(on_hand_change=0, reserved_change=0), name="stock_movement_moves"),
        ]
