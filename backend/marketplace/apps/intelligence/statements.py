"""SQL of the app's own: what models read by the hundred thousand rows, and the lookups of a request."""

from __future__ import annotations

# Held by the session while a model is trained in the region; a worker that ends gives it up.
TRY_TRAINING = "SELECT pg_try_advisory_lock(hashtext('intelligence.training'), hashtext(%(name)s))"
END_TRAINING = "SELECT pg_advisory_unlock(hashtext('intelligence.training'), hashtext(%(name)s))"

LOCK_TRENDS = "SELECT pg_advisory_xact_lock(hashtext('intelligence.trending'))"

# The newest rows, as models see them: a guest's order is a customer of its own.
PURCHASES = """
    SELECT coalesce(nullif(customer_id, ''), order_id), order_id, product_id, (bought_at AT TIME ZONE 'UTC')::date
    FROM model_purchases WHERE bought_at >= %(since)s AND bought_at < %(until)s
    ORDER BY bought_at DESC, order_id, product_id LIMIT %(most)s
"""

# Of the version that answers the customer (a guest: ''): the active one, or the challenger of a trial for its share of the customers.
# Nothing while the model is off, in shadow, or without a version.
NEIGHBOURS = """
    WITH answering AS (
        SELECT coalesce(
            (SELECT challenger_id FROM model_trials
                WHERE name = 'recommendations' AND state = 'running' AND %(customer)s::text <> ''
                    AND mod(abs(hashtext(id || %(customer)s::text)::bigint), 100) < share_percent),
            (SELECT id FROM model_versions WHERE name = 'recommendations' AND state = 'active')
        ) AS version_id
        WHERE coalesce((SELECT is_on AND NOT is_shadow FROM model_switches WHERE name = 'recommendations'), true)
    )
    SELECT list.product_id, list.products
    FROM answering JOIN model_neighbour_lists AS list ON list.version_id = answering.version_id
    WHERE list.kind = %(kind)s AND list.product_id = ANY (%(products)s::text[])
"""

# Whether the model answers at all: on, not in shadow, and with a version.
STATE = """
    SELECT coalesce((SELECT is_on AND NOT is_shadow FROM model_switches WHERE name = %(name)s), true),
        (SELECT id FROM model_versions WHERE name = %(name)s AND state = 'active')
"""

DEADLINE = "SELECT set_config('statement_timeout', %(ms)s::text, true)"

# All of them: what is left out here would be recommended again.
LATEST_OF_CUSTOMER = """
    SELECT product_id, max(bought_at) FROM model_purchases
    WHERE customer_id = %(customer_id)s AND bought_at >= %(since)s
    GROUP BY product_id ORDER BY 2 DESC, 1
"""

# Each order counts once for a product, half as much for every two days that it is old; a country's own and, as '', all together.
TREND = """
    WITH counted AS (
        SELECT country, product_id, power(0.5, extract(epoch FROM %(now)s::timestamptz - bought_at) / 172800.0) AS weight
        FROM model_purchases WHERE bought_at >= %(since)s AND bought_at <= %(now)s
    ), summed AS (
        SELECT country, product_id, sum(weight) AS score FROM counted GROUP BY country, product_id
        UNION ALL
        SELECT '', product_id, sum(weight) FROM counted GROUP BY product_id
    ), ranked AS (
        SELECT country, product_id, score, row_number() OVER (PARTITION BY country ORDER BY score DESC, product_id) AS place FROM summed
    )
    SELECT country, jsonb_agg(product_id ORDER BY place) FROM ranked WHERE place <= %(most)s GROUP BY country
"""

# Of each model: the days that were scored last, by the versions of these days, and the sums of what was lost on them.
DRIFTS = """
    SELECT name, count(*), sum(cases)::bigint, sum(loss), sum(baseline_loss) FROM (
        SELECT version.name, sum(score.cases) AS cases, sum(score.loss) AS loss, sum(score.baseline_loss) AS baseline_loss,
            row_number() OVER (PARTITION BY version.name ORDER BY score.day DESC) AS place
        FROM model_scores AS score JOIN model_versions AS version ON version.id = score.version_id
        GROUP BY version.name, score.day
    ) AS scored
    WHERE place <= %(days)s GROUP BY name
"""

# Orders of several products, drawn by lot and the same ones each time: whose each is in a trial (none for a guest), and the products, in
# an order by lot as well.
BASKETS = """
    SELECT CASE WHEN customer_id = '' THEN NULL ELSE mod(abs(hashtext(%(trial)s::text || customer_id)::bigint), 100) < %(share)s END,
        array_agg(product_id ORDER BY md5(order_id || product_id))
    FROM model_purchases WHERE bought_at >= %(since)s AND bought_at < %(until)s
    GROUP BY order_id, customer_id HAVING count(*) BETWEEN 2 AND %(widest)s ORDER BY md5(order_id) LIMIT %(most)s
"""
LISTS_OF_VERSION = """
    SELECT product_id, products FROM model_neighbour_lists
    WHERE version_id = %(version_id)s AND kind = 'basket' AND product_id = ANY (%(products)s::text[])
"""
BOUGHT_MOST = """
    SELECT product_id FROM model_purchases WHERE bought_at >= %(since)s AND bought_at < %(until)s
    GROUP BY product_id ORDER BY count(*) DESC, product_id LIMIT %(most)s
"""
