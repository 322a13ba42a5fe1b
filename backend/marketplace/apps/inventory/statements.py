"""The SQL of the bookkeeping, by which stock changes; its caller holds the items' locks (``bookkeeping.lock_items``)."""

from __future__ import annotations

_ITEM = "variant_id, product_id, vendor_id, sku, on_hand, reserved, tracks_stock, allows_backorders, created_at"
_ITEM_AS = ", ".join(f"item.{column}" for column in _ITEM.split(", "))

FIND_ITEMS = f"SELECT {_ITEM} FROM stock_items WHERE variant_id = ANY (%(ids)s::text[])"  # noqa: S608

# In the one order that everybody uses.
LOCK_ITEMS = f"{FIND_ITEMS} ORDER BY variant_id FOR NO KEY UPDATE"

# Each item before its reservation, as a caller does who locks the items first. Both are as they are once they are locked.
LOCK_RESERVATIONS = f"""
    SELECT {_ITEM_AS}, reservation.id, reservation.quantity, reservation.is_counted, reservation.state, reservation.expires_at
    FROM stock_items AS item JOIN stock_reservations AS reservation ON reservation.item_id = item.variant_id
    WHERE reservation.owner_id = %(owner_id)s
    ORDER BY item.variant_id FOR NO KEY UPDATE
"""  # noqa: S608

# A vendor's default warehouse before the others.
LEVELS = """
    SELECT level.item_id, level.warehouse_id, level.on_hand
    FROM stock_levels AS level JOIN warehouses AS warehouse ON warehouse.id = level.warehouse_id
    WHERE level.item_id = ANY (%(ids)s::text[])
    ORDER BY level.item_id, warehouse.is_default DESC, level.warehouse_id
"""

# Nothing, if the owner has any reservation, also one that was released.
RESERVE = """
    INSERT INTO stock_reservations (owner_id, item_id, quantity, is_counted, state, expires_at, created_at)
    SELECT %(owner_id)s::text, line.item_id, line.quantity, line.is_counted, 'held', %(until)s, %(now)s
    FROM unnest(%(ids)s::text[], %(quantities)s::int[], %(counted)s::boolean[]) AS line (item_id, quantity, is_counted)
    WHERE NOT EXISTS (SELECT FROM stock_reservations WHERE owner_id = %(owner_id)s::text)
"""

# Items, levels and movements together. A level is what its row is to become; a movement has the item's quantities after it.
APPLY_MOVES = """
    WITH changed AS (
        UPDATE stock_items AS item
        SET on_hand = item.on_hand + change.on_hand, reserved = item.reserved + change.reserved
        FROM unnest(%(item_ids)s::text[], %(on_hand)s::int[], %(reserved)s::int[]) AS change (variant_id, on_hand, reserved)
        WHERE item.variant_id = change.variant_id
        RETURNING item.variant_id
    ), placed AS (
        INSERT INTO stock_levels (item_id, warehouse_id, on_hand)
        SELECT * FROM unnest(%(level_items)s::text[], %(level_warehouses)s::text[], %(level_quantities)s::int[])
        ON CONFLICT (item_id, warehouse_id) DO UPDATE SET on_hand = EXCLUDED.on_hand
    ), noted AS (
        INSERT INTO stock_movements (item_id, vendor_id, warehouse_id, kind, on_hand_change, reserved_change, on_hand_after,
            reserved_after, cause_id, note, actor_kind, actor_id, moved_at)
        SELECT move.item_id, move.vendor_id, move.warehouse_id, move.kind, move.on_hand, move.reserved, move.on_hand_after,
            move.reserved_after, %(cause_id)s, %(note)s, %(actor_kind)s, %(actor_id)s, %(now)s
        FROM unnest(%(moved_items)s::text[], %(vendor_ids)s::text[], %(warehouse_ids)s::text[], %(kinds)s::text[], %(changes)s::int[],
            %(reserved_changes)s::int[], %(after)s::int[], %(reserved_after)s::int[]) WITH ORDINALITY
            AS move (item_id, vendor_id, warehouse_id, kind, on_hand, reserved, on_hand_after, reserved_after, place)
        ORDER BY move.place
    )
    SELECT count(*) FROM changed
"""

DAILY_SALES = """
    WITH moved AS (
        SELECT item_id, warehouse_id, (moved_at AT TIME ZONE 'UTC')::date AS day, sum(-on_hand_change)::int AS units
        FROM stock_movements
        WHERE kind = 'sold' AND moved_at >= %(since)s AND moved_at < %(until)s AND warehouse_id IS NOT NULL AND on_hand_change < 0
        GROUP BY 1, 2, 3
    ), series AS (
        SELECT item_id, warehouse_id, array_agg(day - (%(since)s::timestamptz AT TIME ZONE 'UTC')::date ORDER BY day) AS days,
            array_agg(units ORDER BY day) AS units
        FROM moved GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT %(most)s
    )
    SELECT item.vendor_id, item.product_id, item.variant_id, item.sku, series.warehouse_id, series.days, series.units
    FROM series JOIN stock_items AS item ON item.variant_id = series.item_id
    ORDER BY item.variant_id, series.warehouse_id
"""

UNITS_SOLD = """
    SELECT coalesce(sum(-on_hand_change), 0) FROM stock_movements
    WHERE item_id = %(id)s AND kind = 'sold' AND moved_at >= %(since)s AND moved_at < %(until)s AND on_hand_change < 0
"""

# In the order in which units are sold: a vendor's default warehouse before the others.
UNITS_IN_WAREHOUSES = """
    SELECT level.item_id, level.warehouse_id, level.on_hand, item.reserved
    FROM stock_levels AS level
    JOIN warehouses AS warehouse ON warehouse.id = level.warehouse_id
    JOIN stock_items AS item ON item.variant_id = level.item_id
    WHERE level.item_id = ANY (%(ids)s::text[])
    ORDER BY level.item_id, warehouse.is_default DESC, level.warehouse_id
"""
