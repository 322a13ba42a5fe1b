"""SQL of the app's own."""

from __future__ import annotations

# Changes of a variant's price come one after the other, in whichever process; until the transaction ends.
LOCK_VARIANT = "SELECT pg_advisory_xact_lock(hashtext('price_advice.variant'), hashtext(%(variant_id)s))"

CHANGES_SINCE = "SELECT count(*) FROM price_changes WHERE variant_id = %(variant_id)s AND changed_at > %(since)s AND state <> 'failed'"

# The newest price of each competitor, of those that were seen since.
NEWEST_COMPETITOR_PRICES = """
    SELECT DISTINCT ON (variant_id, competitor) variant_id, competitor, minor
    FROM competitor_prices
    WHERE variant_id = ANY (%(ids)s::text[]) AND currency = %(currency)s AND seen_at > %(since)s AND seen_at <= %(until)s
    ORDER BY variant_id, competitor, seen_at DESC
"""

# What is said of prices that are known already, where it differs.
CORRECT_COMPETITOR_PRICES = """
    UPDATE competitor_prices AS known
    SET minor = said.minor, currency = said.currency, source = said.source, recorded_at = said.recorded_at
    FROM unnest(
        %(variants)s::text[], %(competitors)s::text[], %(times)s::timestamptz[], %(prices)s::bigint[], %(currencies)s::text[],
        %(sources)s::text[], %(recorded)s::timestamptz[]
    ) AS said (variant_id, competitor, seen_at, minor, currency, source, recorded_at)
    WHERE known.variant_id = said.variant_id AND known.competitor = said.competitor AND known.seen_at = said.seen_at
        AND (known.minor, known.currency) <> (said.minor, said.currency)
"""

# Whatever was seen of competitors, by day (UTC): the lowest of each variant. For training.
LOWEST_COMPETITOR_PRICES = """
    SELECT variant_id, (seen_at AT TIME ZONE 'UTC')::date, min(minor)
    FROM competitor_prices
    WHERE currency = %(currency)s AND seen_at >= %(since)s AND seen_at < %(until)s
    GROUP BY 1, 2 ORDER BY 1, 2
"""

# Variants of which nothing is advised: an experiment runs with them, the vendor declined the same lately, or took a change back.
RESTING = """
    SELECT variant_id FROM price_experiments WHERE state = 'running' AND variant_id = ANY (%(ids)s::text[])
    UNION
    SELECT variant_id FROM price_advice
    WHERE state = 'dismissed' AND decided_at > %(since)s AND variant_id = ANY (%(ids)s::text[])
    UNION
    SELECT variant_id FROM price_changes
    WHERE cause = 'undone' AND changed_at > %(since)s AND variant_id = ANY (%(ids)s::text[])
"""

# What the periods of experiments have seen so far, by arm.
ARMS = """
    SELECT experiment_id, arm, count(*), sum(extract(epoch FROM ended_at - began_at)) / 3600, sum(units)
    FROM price_experiment_periods
    WHERE experiment_id = ANY (%(ids)s::text[]) AND ended_at IS NOT NULL AND NOT is_left_out
    GROUP BY 1, 2
"""
