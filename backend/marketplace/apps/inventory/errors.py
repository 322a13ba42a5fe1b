"""What can go wrong with stock."""

from __future__ import annotations

from marketplace.kit.errors import Conflict


class LevelBelowReserved(Conflict):
    """``reserved`` units are held for customers, so the level cannot go below that."""

    code = "level_below_reserved"
    title = "Customers have reserved more than would be left"


class WarehouseNameTaken(Conflict):
    code = "warehouse_name_taken"
    title = "There is already a warehouse with that name"


class OutOfStock(Conflict):
    """``lines`` says of each variant that is short how many units are ``available``."""

    code = "out_of_stock"
    title = "There is not enough in stock"


class ReservationGone(Conflict):
    """The reservation expired and others may have the units by now: reserve again, or refund the payment."""

    code = "reservation_gone"
    title = "The products are no longer reserved"
