"""SQL of the app's own: what is erased and counted over partitions, and sums over many rows."""

from __future__ import annotations

# Makes the partitions of yesterday to some days ahead, and drops those that are older than what is kept. The function is the tables'
# owner's: the program's role owns nothing (decision 24).
KEEP_PARTITIONS = "SELECT analytics_keep_partitions(%(today)s::date, %(ahead)s::int, %(kept)s::int)"

ERASE_EVENTS = "DELETE FROM analytics_events WHERE visitor = ANY (%(numbers)s::bigint[])"

# The record of a consent is needed for as long as there is anything that was counted by it.
FORGET_IDLE_VISITORS = """
    DELETE FROM analytics_visitors AS idle
    WHERE agreed_at < %(before)s AND NOT EXISTS (SELECT FROM analytics_events WHERE visitor = idle.number)
"""

# A line is written as its document says; of two workers, the one that read an older revision changes nothing, and no customer comes back
# who was erased. Rows are locked in one order.
UPSERT_LINES = """
    INSERT INTO analytics_sale_lines AS line (vendor_order_id, line_id, order_id, vendor_id, product_id, customer_id, country, currency,
        quantity, canceled, amount_minor, settles_on_delivery, sold_at, revision)
    SELECT * FROM unnest(
        %(vendor_order_id)s::text[], %(line_id)s::text[], %(order_id)s::text[], %(vendor_id)s::text[], %(product_id)s::text[],
        %(customer_id)s::text[], %(country)s::text[], %(currency)s::text[], %(quantity)s::int[], %(canceled)s::int[],
        %(amount_minor)s::bigint[], %(settles_on_delivery)s::bool[], %(sold_at)s::timestamptz[], %(revision)s::int[]
    ) ORDER BY 1, 2
    ON CONFLICT (vendor_order_id, line_id) DO UPDATE SET
        customer_id = CASE WHEN line.customer_id = '' THEN '' ELSE excluded.customer_id END,
        canceled = CASE WHEN excluded.revision >= line.revision THEN excluded.canceled ELSE line.canceled END,
        revision = greatest(excluded.revision, line.revision)
"""

# The update changes nothing and locks: who takes the hour waits for what marked it, and sums what that wrote.
MARK_HOURS = """
    INSERT INTO analytics_touched_hours (source, starts_at)
    SELECT DISTINCT %(source)s::text, date_trunc('hour', at, %(timezone)s::text) FROM unnest(%(times)s::timestamptz[]) AS at
    ORDER BY 2
    ON CONFLICT (source, starts_at) DO UPDATE SET starts_at = excluded.starts_at
"""
TAKE_HOURS = """
    DELETE FROM analytics_touched_hours WHERE source = %(source)s AND starts_at IN (
        SELECT starts_at FROM analytics_touched_hours WHERE source = %(source)s ORDER BY starts_at LIMIT %(most)s FOR UPDATE
    ) RETURNING starts_at
"""
SAVE_PROGRESS = """
    INSERT INTO analytics_progress (source, position, earlier) VALUES (%(source)s, %(position)s, %(earlier)s)
    ON CONFLICT (source) DO UPDATE SET position = excluded.position, earlier = excluded.earlier
"""
# Of all that a source had when it was read.
SAVE_SUMMED = """
    INSERT INTO analytics_progress (source, position, earlier, summed_at) VALUES (%(source)s, 0, 0, %(at)s)
    ON CONFLICT (source) DO UPDATE SET summed_at = greatest(analytics_progress.summed_at, excluded.summed_at)
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

# When it is due stays as it was; what became of it is as the vendor order says now.
UPSERT_DELIVERIES = """
    INSERT INTO analytics_deliveries AS delivery (vendor_order_id, vendor_id, country, due_at, delivered_at, is_canceled)
    SELECT * FROM unnest(%(ids)s::text[], %(vendor_ids)s::text[], %(countries)s::text[], %(due_ats)s::timestamptz[],
        %(delivered_ats)s::timestamptz[], %(canceled)s::bool[]) ORDER BY 1
    ON CONFLICT (vendor_order_id) DO UPDATE SET delivered_at = coalesce(excluded.delivered_at, delivery.delivered_at),
        is_canceled = excluded.is_canceled OR delivery.is_canceled
    RETURNING due_at
"""
# hour, measure, currency, vendor, subject, country, value
HOURS_OF_DELIVERIES = """
    WITH own AS (
        SELECT *, date_trunc('hour', due_at, %(timezone)s::text) AS hour
        FROM analytics_deliveries WHERE due_at >= %(since)s AND due_at < %(until)s AND NOT is_canceled
    )
    SELECT hour, 'deliveries_due', '', vendor_id, '', country, count(*) FROM own GROUP BY hour, vendor_id, country
    UNION ALL
    SELECT hour, 'deliveries_kept', '', vendor_id, '', country, count(*) FROM own WHERE delivered_at <= due_at
    GROUP BY hour, vendor_id, country
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
        SELECT visitor, hour FROM seen GROUP BY visitor, hour HAVING count(*) > 600
    ), people AS (
        SELECT *, lag(at) OVER (PARTITION BY visitor ORDER BY at, id) AS before FROM seen
    ), own AS (
        SELECT * FROM people WHERE at >= %(since)s AND (visitor, hour) NOT IN (SELECT visitor, hour FROM busy)
    )
    SELECT hour, 'visits', '', count(*) FROM own WHERE before IS NULL OR at - before > interval '30 minutes' GROUP BY hour
    UNION ALL
    SELECT hour, CASE kind WHEN 'view' THEN 'viewers' ELSE 'adders' END, '', count(DISTINCT visitor)
    FROM own WHERE kind IN ('view', 'add') GROUP BY hour, kind
    UNION ALL
    SELECT hour, 'reached_' || step, '', count(DISTINCT visitor) FROM own WHERE kind = 'checkout' GROUP BY hour, step
    UNION ALL
    SELECT hour, CASE kind WHEN 'view' THEN 'views' WHEN 'add' THEN 'added' WHEN 'remove' THEN 'removed' ELSE 'messages' END, product_id,
        sum(CASE WHEN kind IN ('add', 'remove') THEN coalesce(count, 1) ELSE 1 END)
    FROM own WHERE kind IN ('view', 'add', 'remove', 'message') GROUP BY hour, kind, product_id
    UNION ALL
    SELECT hour, 'searches', '', count(*) FROM own WHERE kind = 'search' AND query <> '' GROUP BY hour
    UNION ALL
    SELECT hour, 'empty_searches', '', count(*) FROM own WHERE kind = 'search' AND query <> '' AND count = 0 GROUP BY hour
    UNION ALL
    SELECT hour, 'search_clicks', '', count(*) FROM own WHERE kind = 'click' AND query <> '' GROUP BY hour
    UNION ALL
    SELECT hour, 'click_positions', '', sum(position) FROM own
    WHERE kind = 'click' AND query <> '' AND position IS NOT NULL GROUP BY hour
"""
# The searches of one day by text. One that fewer visitors searched for than that may lead to a person: it is counted, and not kept.
DAY_OF_SEARCHES = """
    WITH seen AS (
        SELECT *, date_trunc('hour', at, %(timezone)s::text) AS hour FROM analytics_events
        WHERE at >= %(since)s AND at < %(until)s AND NOT is_bot
    ), busy AS (
        SELECT visitor, hour FROM seen GROUP BY visitor, hour HAVING count(*) > 600
    ), searched AS (
        SELECT * FROM seen
        WHERE kind IN ('search', 'click') AND query <> '' AND (visitor, hour) NOT IN (SELECT visitor, hour FROM busy)
    ), known AS (
        SELECT query FROM searched GROUP BY query HAVING count(DISTINCT visitor) >= %(fewest)s
    ), own AS (
        SELECT kind, count, position, CASE WHEN query IN (SELECT query FROM known) THEN query ELSE '' END AS query FROM searched
    )
    INSERT INTO analytics_aggregates (grain, starts_at, measure, currency, vendor_id, subject, country, value)
    SELECT 'day', %(since)s, measure, '', '', query, '', sum(value) FROM (
        SELECT 'searches' AS measure, query, count(*) AS value FROM own WHERE kind = 'search' GROUP BY query
        UNION ALL
        SELECT 'empty_searches', query, count(*) FROM own WHERE kind = 'search' AND count = 0 GROUP BY query
        UNION ALL
        SELECT 'search_clicks', query, count(*) FROM own WHERE kind = 'click' GROUP BY query
        UNION ALL
        SELECT 'click_positions', query, sum(position) FROM own WHERE kind = 'click' AND position IS NOT NULL GROUP BY query
    ) AS found GROUP BY measure, query HAVING sum(value) > 0
"""

# One scoring at a time in a region: the night's would meet rows that an order has just put where it deleted all.
LOCK_CUSTOMERS = "SELECT pg_advisory_xact_lock(hashtext('analytics.customers'))"
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
# From how much on a customer is in a fifth: what an order in the day is measured by, without a look at every customer.
CLEAR_FIFTHS = "DELETE FROM analytics_fifths"
NOTE_FIFTHS = """
    INSERT INTO analytics_fifths (currency, fifth, last_order_at, orders, spent_minor)
    SELECT currency, fifth, min(last_order_at) FILTER (WHERE recency = fifth), min(orders) FILTER (WHERE frequency = fifth),
        min(spent_minor) FILTER (WHERE monetary = fifth)
    FROM analytics_customers CROSS JOIN generate_series(1, 5) AS fifth GROUP BY currency, fifth
"""
# The same of these customers alone, as soon as they have ordered: in the fifths of the last night. Their lines are locked first, so that an
# erasure comes before this or after it, and nobody comes back. Who only had something shipped is not written again.
REFRESH_CUSTOMERS = """
    WITH locked AS MATERIALIZED (
        SELECT * FROM analytics_sale_lines WHERE customer_id = ANY (%(ids)s::text[]) AND customer_id <> ''
        ORDER BY vendor_order_id, line_id FOR SHARE
    ), bought AS (
        SELECT customer_id, currency, count(DISTINCT order_id)::int AS orders, min(sold_at) AS first_at, max(sold_at) AS last_at,
            sum(amount_minor - amount_minor * canceled / quantity) AS spent
        FROM locked WHERE quantity > canceled GROUP BY customer_id, currency
    ), gone AS (
        DELETE FROM analytics_customers AS old WHERE customer_id = ANY (%(ids)s::text[])
            AND NOT EXISTS (SELECT FROM bought WHERE bought.customer_id = old.customer_id AND bought.currency = old.currency)
    )
    INSERT INTO analytics_customers AS customer (
        customer_id, currency, orders, spent_minor, first_order_at, last_order_at, recency, frequency, monetary
    )
    SELECT customer_id, currency, orders, spent, first_at, last_at,
        coalesce((SELECT max(fifth) FROM analytics_fifths AS own WHERE own.currency = bought.currency AND own.last_order_at <= last_at), 1),
        coalesce((SELECT max(fifth) FROM analytics_fifths AS own WHERE own.currency = bought.currency AND own.orders <= bought.orders), 1),
        coalesce((SELECT max(fifth) FROM analytics_fifths AS own WHERE own.currency = bought.currency AND own.spent_minor <= spent), 1)
    FROM bought ORDER BY customer_id, currency
    ON CONFLICT (customer_id, currency) DO UPDATE SET orders = excluded.orders, spent_minor = excluded.spent_minor,
        first_order_at = excluded.first_order_at, last_order_at = excluded.last_order_at, recency = excluded.recency,
        frequency = excluded.frequency, monetary = excluded.monetary
    WHERE (customer.orders, customer.spent_minor, customer.first_order_at, customer.last_order_at, customer.recency, customer.frequency,
        customer.monetary) IS DISTINCT FROM (excluded.orders, excluded.spent_minor, excluded.first_order_at, excluded.last_order_at,
        excluded.recency, excluded.frequency, excluded.monetary)
"""

CLEAR_COHORTS = "DELETE FROM analytics_cohorts"
# Of each customer and currency, the orders in their order; months are counted from the one of the first order.
BUILD_COHORTS = """
    WITH placed AS (
        SELECT customer_id, currency, order_id, min(sold_at) AT TIME ZONE %(timezone)s::text AS at,
            sum(amount_minor - amount_minor * canceled / quantity) AS spent
        FROM analytics_sale_lines WHERE customer_id <> '' AND quantity > canceled GROUP BY customer_id, currency, order_id
    ), numbered AS (
        SELECT *, row_number() OVER own AS place, first_value(at) OVER own AS first_at
        FROM placed WINDOW own AS (PARTITION BY customer_id, currency ORDER BY at, order_id)
    )
    INSERT INTO analytics_cohorts (currency, month, months_after, customers, orders, second_orders, revenue_minor)
    SELECT currency, date_trunc('month', first_at)::date,
        12 * (extract(year FROM at) - extract(year FROM first_at)) + extract(month FROM at) - extract(month FROM first_at),
        count(DISTINCT customer_id), count(*), count(*) FILTER (WHERE place = 2), sum(spent)
    FROM numbered GROUP BY 1, 2, 3
"""

# How customers stood at a moment (``domain.lifetime`` has the groups), and what they spent in the 90 days from then on: of each group how
# many they were, what they spent, the squares of that, and the squares of how it differs from what they spent in the 90 days before.
STOOD = """
    WITH placed AS (
        SELECT customer_id, currency, order_id, min(sold_at) AS at, sum(amount_minor - amount_minor * canceled / quantity) AS spent
        FROM analytics_sale_lines WHERE customer_id <> '' AND quantity > canceled GROUP BY customer_id, currency, order_id
    ), stood AS (
        SELECT currency,
            width_bucket(extract(epoch FROM %(at)s::timestamptz - max(at) FILTER (WHERE at < %(at)s)) / 86400, %(days)s::numeric[])
                AS recency,
            least(count(*) FILTER (WHERE at < %(at)s), %(most)s::int) AS frequency,
            coalesce(sum(spent) FILTER (WHERE at >= %(at)s AND at < %(at)s::timestamptz + %(ahead)s::interval), 0) AS next,
            coalesce(sum(spent) FILTER (WHERE at < %(at)s AND at >= %(at)s::timestamptz - %(ahead)s::interval), 0) AS last
        FROM placed GROUP BY customer_id, currency HAVING count(*) FILTER (WHERE at < %(at)s) > 0
    )
    SELECT currency, recency, frequency, count(*), sum(next), sum(next * next), sum((next - last) * (next - last))
    FROM stood GROUP BY currency, recency, frequency
"""
EXPECT = """
    UPDATE analytics_customers AS customer SET expected_minor = known.expected
    FROM unnest(%(currencies)s::text[], %(recencies)s::int[], %(frequencies)s::int[], %(expected)s::bigint[])
        AS known (currency, recency, frequency, expected)
    WHERE customer.currency = known.currency AND least(customer.orders, %(most)s::int) = known.frequency
        AND width_bucket(extract(epoch FROM %(now)s::timestamptz - customer.last_order_at) / 86400, %(days)s::numeric[]) = known.recency
"""
CLEAR_LIFETIME = "DELETE FROM analytics_lifetime"

# The visitors of the last minutes: who came, who put something into a cart, who reached the checkout.
VISITORS_SINCE = """
    SELECT count(DISTINCT visitor), count(DISTINCT visitor) FILTER (WHERE kind = 'add'),
        count(DISTINCT visitor) FILTER (WHERE kind = 'checkout')
    FROM analytics_events WHERE at >= %(since)s AND NOT is_bot
"""
# currency, orders, what their products were sold for
ORDERS_SINCE = """
    SELECT currency, count(DISTINCT order_id), sum(amount_minor - amount_minor * canceled / quantity)
    FROM analytics_sale_lines WHERE sold_at >= %(since)s GROUP BY currency ORDER BY currency
"""
# measure, currency, sum
HOURS_SINCE = """
    SELECT measure, currency, sum(value)::bigint FROM analytics_aggregates
    WHERE measure = ANY (%(measures)s::text[]) AND grain = 'hour' AND starts_at >= %(since)s GROUP BY measure, currency ORDER BY currency
"""

# Of each active rule its sum over the window that ends at ``until``, and when the last window ended that it fired for.
ALERT_SUMS = """
    SELECT rule.id, coalesce((
        SELECT sum(value) FROM analytics_aggregates AS hour
        WHERE hour.measure = rule.measure AND grain = 'hour' AND (rule.currency = '' OR hour.currency = rule.currency)
            AND starts_at >= %(until)s::timestamptz - make_interval(hours => rule.window_h) AND starts_at < %(until)s
    ), 0)::bigint, (SELECT max(until) FROM analytics_alert_firings WHERE rule_id = rule.id)
    FROM analytics_alert_rules AS rule WHERE rule.is_active ORDER BY rule.id
"""
# starts_at, sum
HOURS_OF_MEASURE = """
    SELECT starts_at, sum(value)::bigint FROM analytics_aggregates
    WHERE measure = %(measure)s AND grain = 'hour' AND (%(currency)s::text = '' OR currency = %(currency)s)
        AND starts_at >= %(since)s AND starts_at < %(until)s
    GROUP BY starts_at
"""
# One look at the rules at a time: of two, one would not see what the other has just fired.
LOCK_ALERTS = "SELECT pg_advisory_xact_lock(hashtext('analytics.alerts'))"

# Of each question that enough visitors asked: how many did, how many chose a product of its list at a place, and how many of these put it
# into the cart or bought it within the week. A visitor counts once for each, however often.
SEARCH_CHOICES = """
    WITH asked AS (
        SELECT query, count(DISTINCT visitor) AS askers FROM analytics_events
        WHERE at >= %(since)s AND at < %(until)s AND NOT is_bot AND kind = 'search' AND query <> ''
        GROUP BY query HAVING count(DISTINCT visitor) >= %(visitors)s ORDER BY 2 DESC, 1 LIMIT %(most)s
    ), chosen AS (
        SELECT DISTINCT ON (query, product_id, visitor) query, product_id, visitor, position, at FROM analytics_events
        JOIN asked USING (query)
        WHERE at >= %(since)s AND at < %(until)s AND NOT is_bot AND kind = 'click' AND position IS NOT NULL
        ORDER BY query, product_id, visitor, at
    )
    SELECT asked.query, asked.askers, chosen.product_id, chosen.position, count(chosen.visitor),
        count(*) FILTER (WHERE chosen.visitor IS NOT NULL AND EXISTS (
            SELECT FROM analytics_events AS added WHERE added.visitor = chosen.visitor AND added.kind = 'add'
                AND added.product_id = chosen.product_id AND added.at >= chosen.at AND added.at < chosen.at + interval '7 days'
        )),
        count(*) FILTER (WHERE chosen.visitor IS NOT NULL AND EXISTS (
            SELECT FROM analytics_visitors AS person JOIN analytics_sale_lines AS line ON line.customer_id = person.customer_id
            WHERE person.number = chosen.visitor AND person.customer_id <> '' AND line.product_id = chosen.product_id
                AND line.sold_at >= chosen.at AND line.sold_at < chosen.at + interval '7 days' AND line.quantity > line.canceled
        ))
    FROM asked LEFT JOIN chosen USING (query) GROUP BY 1, 2, 3, 4 ORDER BY 1, 3, 4
"""
