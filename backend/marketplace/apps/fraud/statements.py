"""SQL of the app's own: what is counted of an e-mail address, a network and a place at each payment, by one statement."""

from __future__ import annotations

HISTORY = """
    WITH known AS MATERIALIZED (
        SELECT * FROM payment_risks
        WHERE assessed_at > %(year)s AND (
            email_key = %(email)s
            OR (network_key = %(network)s AND network_key <> '' AND assessed_at > %(month)s)
            OR (place_key = %(place)s AND place_key <> '' AND assessed_at > %(month)s)
        )
    )
    SELECT
        count(*) FILTER (WHERE network_key = %(network)s AND assessed_at > %(hour)s),
        count(*) FILTER (WHERE network_key = %(network)s AND assessed_at > %(day)s),
        count(DISTINCT email_key) FILTER (WHERE network_key = %(network)s AND assessed_at > %(day)s AND email_key <> %(email)s),
        count(*) FILTER (WHERE email_key = %(email)s AND assessed_at > %(hour)s),
        count(*) FILTER (WHERE email_key = %(email)s AND assessed_at > %(day)s),
        extract(epoch FROM %(now)s::timestamptz - min(assessed_at) FILTER (WHERE email_key = %(email)s))::float8 / 86400.0,
        count(*) FILTER (WHERE email_key = %(email)s AND outcome = 'paid' AND label <> 'fraud'),
        count(DISTINCT network_key) FILTER (WHERE email_key = %(email)s AND assessed_at > %(week)s),
        coalesce(bool_or(email_key = %(email)s AND place_key = %(place)s), false),
        count(DISTINCT email_key) FILTER (WHERE place_key = %(place)s AND place_key <> '' AND email_key <> %(email)s
            AND assessed_at > %(month)s),
        count(*) FILTER (WHERE outcome = 'declined' AND assessed_at > %(hour)s AND (email_key = %(email)s OR network_key = %(network)s)),
        count(*) FILTER (WHERE outcome = 'declined' AND assessed_at > %(day)s AND (email_key = %(email)s OR network_key = %(network)s)),
        count(*) FILTER (WHERE label = 'fraud' AND email_key = %(email)s),
        count(*) FILTER (WHERE label = 'fraud' AND network_key = %(network)s AND assessed_at > %(month)s AND email_key <> %(email)s),
        count(*) FILTER (WHERE label <> 'fraud' AND outcome = 'paid' AND network_key = %(network)s AND assessed_at > %(month)s
            AND email_key <> %(email)s),
        count(*) FILTER (WHERE label = 'fraud' AND place_key = %(place)s AND assessed_at > %(month)s AND email_key <> %(email)s),
        count(*) FILTER (WHERE label <> 'fraud' AND outcome = 'paid' AND place_key = %(place)s AND assessed_at > %(month)s
            AND email_key <> %(email)s),
        (SELECT avg(amount_minor)::float8 FROM (
            SELECT amount_minor FROM payment_risks
            WHERE assessed_at > %(month)s AND currency = %(currency)s ORDER BY assessed_at DESC LIMIT 200
        ) AS latest)
    FROM known
"""

USED = "SELECT version_id, is_shadow FROM risk_models WHERE is_used"
CLASSIFIER = "SELECT classifier FROM risk_models WHERE version_id = %(version_id)s"

# Paid long enough ago for a dispute to have come, or decided before.
LABELLED = """
    SELECT features, label = 'fraud', rules_score, assessed_at FROM payment_risks
    WHERE assessed_at > %(since)s AND (label <> 'unknown' OR (outcome = 'paid' AND assessed_at < %(settled)s))
    ORDER BY assessed_at DESC LIMIT %(most)s
"""

# Of each payment that a model scored, in shadow or not, and of which it is known by now what it was: version, score, whether it was fraud.
SCORED = """
    SELECT CASE model WHEN '' THEN shadow_model ELSE model END, CASE model WHEN '' THEN shadow_score ELSE score END, label = 'fraud'
    FROM payment_risks
    WHERE assessed_at >= %(since)s AND assessed_at < %(until)s AND (label <> 'unknown' OR outcome = 'paid')
        AND (model <> '' OR shadow_model <> '')
"""
SHARE_OF_FRAUD = """
    SELECT (count(*) FILTER (WHERE label = 'fraud') + 1)::float8 / (count(*) + 2) FROM payment_risks
    WHERE assessed_at >= %(since)s AND assessed_at < %(before)s AND (label <> 'unknown' OR outcome = 'paid')
"""

# Nobody has to look at what was not paid. A payment may succeed after it was said to have failed: then people look again.
OUTCOMES = """
    UPDATE payment_risks SET outcome = said.outcome, review = CASE
        WHEN decided_by <> '' THEN review
        WHEN said.outcome <> 'paid' THEN 'none'
        WHEN level = 'review' THEN 'open'
        ELSE review END
    FROM unnest(%(payments)s::text[], %(outcomes)s::text[]) AS said (payment_id, outcome)
    WHERE payment_risks.payment_id = said.payment_id AND payment_risks.outcome <> 'paid'
"""

FORGET = """
    UPDATE payment_risks SET customer_id = '', email_key = '', network_key = '', place_key = ''
    WHERE customer_id = %(customer_id)s
"""
