"""SQL of the app's own: what is erased and counted over partitions, and sums over many rows."""

from __future__ import annotations

# Makes the partitions of yesterday to some days ahead, and drops those that are older than what is kept. The function is the tables'
# owner's: the program's role owns nothing (decision 24).
KEEP_PARTITIONS = "SELECT analytics_keep_partitions(%(today)s::date, %(ahead)s::int, %(kept)s::int)"

ERASE_EVENTS = "DELETE FROM analytics_events WHERE visitor = ANY (%(numbers)s::bigint[])"

# A line is written as it is now, whatever was known of it.
UPSERT_LINES = """
    INSERT INTO analytics_sale_lines (vendor_order_id, line_id, order_id, vendor_id, product_id, customer_id, country, currency,
        quantity, canceled, amount_minor, settles_on_delivery, sold_at)
    SELECT * FROM unnest(
        %(vendor_order_id)s::text[], %(line_id)s::text[], %(order_id)s::text[], %(vendor_id)s::text[], %(product_id)s::text[],
        %(customer_id)s::text[], %(country)s::text[], %(currency)s::text[], %(quantity)s::int[], %(canceled)s::int[],
        %(amount_minor)s::bigint[], %(settles_on_delivery)s::bool[], %(sold_at)s::timestamptz[]
    )
    ON CONFLICT (vendor_order_id, line_id) DO UPDATE SET customer_id = excluded.customer_id, canceled = excluded.canceled
"""

MARK_HOURS = """
    INSERT INTO analytics_touched_hours (source, starts_at)
    SELECT DISTINCT %(source)s::text, date_trunc('hour', at, %(timezone)s::text) FROM unnest(%(times)s::timestamptz[]) AS at
    ON CONFLICT DO NOTHING
"""
TAKE_HOURS = """
    DELETE FROM analytics_touched_hours WHERE source = %(source)s AND starts_at IN (
        SELECT starts_at FROM analytics_touched_hours WHERE source = %(source)s ORDER BY starts_at LIMIT %(most)s
    ) RETURNING starts_at
"""
SAVE_PROGRESS = """
    INSERT INTO analytics_progress (source, position, earlier) VALUES (%(source)s, %(position)s, %(earlier)s)
    ON CONFLICT (source) DO UPDATE SET position = excluded.position, earlier = excluded.earlier
"""

# One sum at a time in a region: two would delete each other's rows.
LOCK_SUMS = "SELECT pg_advisory_xact_lock(hashtext('analytics.aggregates'))"

CLEAR = """
    DELETE FROM analytics_aggregates
    WHERE measure = ANY (%(measures)s::text[]) AND grain = %(grain)s AND starts_at >= %(since)s AND starts_at < %(until)s
"""
SUM_DAYS = """
    INSERT INTO analytics_aggregates (grain, starts_at, measure, currency, vendor_id, subject, country, value)
    SELECT 'day', date_trunc('day', starts_at, %(timezone)s::text), measure, currency, vendor_id, subject, country, sum(value)
    FROM analytics_aggregates
    WHERE measure = ANY (%(measures)s::text[]) AND grain = 'hour' AND starts_at >= %(since)s AND starts_at < %(until)s
    GROUP BY 2, 3, 4, 5, 6, 7
"""

# hour, measure, currency, vendor, subject, country, value
HOURS_OF_SALES = """
    WITH own AS (
        SELECT *, date_trunc('hour', sold_at, %(timezone)s::text) AS hour, amount_minor - amount_minor * canceled / quantity AS kept
        FROM analytics_sale_lines WHERE sold_at >= %(since)s AND sold_at < %(until)s
    )
    SELECT hour, 'orders', currency, '', '', country, count(DISTINCT order_id) FROM own GROUP BY hour, currency, country
    UNION ALL
    SELECT hour, 'vendor_orders', currency, vendor_id, '', country, count(DISTINCT vendor_order_id)
    FROM own GROUP BY hour, currency, vendor_id, country
    UNION ALL
    SELECT hour, 'units', currency, vendor_id, product_id, country, sum(quantity - canceled)
    FROM own GROUP BY hour, currency, vendor_id, product_id, country
    UNION ALL
    SELECT hour, 'product_sales', currency, vendor_id, product_id, country, sum(kept)
    FROM own GROUP BY hour, currency, vendor_id, product_id, country
    UNION ALL
    SELECT hour, 'new_customers', '', '', '', '', count(DISTINCT customer_id) FROM own
    WHERE customer_id <> '' AND NOT EXISTS (
        SELECT FROM analytics_sale_lines AS before
        WHERE before.customer_id = own.customer_id AND before.customer_id <> '' AND before.sold_at < own.sold_at
    ) GROUP BY hour
"""

# The hours of what was received since then. A visit that an event begins may have been counted in the hour before, or in the one after.
HOURS_OF_RECEIVED = """
    SELECT DISTINCT hour FROM (
        SELECT unnest(ARRAY[
            date_trunc('hour', at, %(timezone)s::text), date_trunc('hour', at + interval '30 minutes', %(timezone)s::text)
        ]) AS hour
        FROM analytics_events WHERE received_at > %(after)s AND received_at <= %(until)s
    ) AS touched ORDER BY hour
"""
# hour, measure, subject, value; of a product, its vendor is looked up. A visitor who does more in an hour than people do is a program.
HOURS_OF_BEHAVIOUR = """
    WITH seen AS (
        SELECT *, date_trunc('hour', at, %(timezone)s::text) AS hour FROM analytics_events
        WHERE at >= %(since)s::timestamptz - interval '30 minutes' AND at < %(until)s AND NOT is_bot
    ), busy AS (
        SELECT visitor FROM seen GROUP BY visitor, hour HAVING count(*) > 600
    ), people AS (
        SELECT *, lag(at) OVER (PARTITION BY visitor ORDER BY at, id) AS before FROM seen WHERE visitor NOT IN (SELECT visitor FROM busy)
    ), own AS (
        SELECT * FROM people WHERE at >= %(since)s
    )
    SELECT hour, 'visits', '', count(*) FROM own WHERE before IS NULL OR at - before > interval '30 minutes' GROUP BY hour
    UNION ALL
    SELECT hour, CASE kind WHEN 'view' THEN 'viewers' ELSE 'adders' END, '', count(DISTINCT visitor)
    FROM own WHERE kind IN ('view', 'add') GROUP BY hour, kind
    UNION ALL
    SELECT hour, 'reached_' || step, '', count(DISTINCT visitor) FROM own WHERE kind = 'checkout' GROUP BY hour, step
    UNION ALL
    SELECT hour, CASE kind WHEN 'view' THEN 'views' WHEN 'add' THEN 'added' ELSE 'removed' END, product_id,
        sum(CASE kind WHEN 'view' THEN 1 ELSE coalesce(count, 1) END)
    FROM own WHERE kind IN ('view', 'add', 'remove') GROUP BY hour, kind, product_id
    UNION ALL
    SELECT hour, 'searches', query, count(*) FROM own WHERE kind = 'search' AND query <> '' GROUP BY hour, query
    UNION ALL
    SELECT hour, 'empty_searches', query, count(*) FROM own WHERE kind = 'search' AND query <> '' AND count = 0 GROUP BY hour, query
    UNION ALL
    SELECT hour, 'search_clicks', query, count(*) FROM own WHERE kind = 'click' AND query <> '' GROUP BY hour, query
    UNION ALL
    SELECT hour, 'click_positions', query, sum(position) FROM own
    WHERE kind = 'click' AND query <> '' AND position IS NOT NULL GROUP BY hour, query
"""

CLEAR_CUSTOMERS = "DELETE FROM analytics_customers"
# Fifths go by rank, and ties by the number, so that the same rows lead to the same scores.
SCORE_CUSTOMERS = """
    INSERT INTO analytics_customers (
        customer_id, currency, orders, spent_minor, first_order_at, last_order_at, recency, frequency, monetary
    )
    SELECT customer_id, currency, orders, spent, first_at, last_at,
        ntile(5) OVER (PARTITION BY currency ORDER BY last_at, customer_id),
        ntile(5) OVER (PARTITION BY currency ORDER BY orders, customer_id),
        ntile(5) OVER (PARTITION BY currency ORDER BY spent, customer_id)
    FROM (
        SELECT customer_id, currency, count(DISTINCT order_id) AS orders, min(sold_at) AS first_at, max(sold_at) AS last_at,
            sum(amount_minor - amount_minor * canceled / quantity) AS spent
        FROM analytics_sale_lines WHERE customer_id <> '' AND quantity > canceled GROUP BY customer_id, currency
    ) AS bought
"""
