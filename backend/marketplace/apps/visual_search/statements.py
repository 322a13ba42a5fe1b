"""SQL of the app's own: vectors of pictures, which are all compared, as those of texts are (decision 17)."""

from __future__ import annotations

KNOWN = "SELECT image_id FROM product_pictures WHERE product_id = ANY (%(products)s::text[])"

# Those that could not be read wait behind the others.
UNSEEN = """
    SELECT product_id, image_id, path, width, height, failures FROM product_pictures
    WHERE vector IS NULL AND failures < %(most_failures)s ORDER BY failures, seen_at LIMIT %(most)s
"""

SEEN = """
    UPDATE product_pictures AS picture SET vector = made.vector::halfvec, advice = made.advice, failures = 0
    FROM jsonb_to_recordset(%(made)s::jsonb) AS made (image_id text, product_id text, vector text, advice jsonb)
    WHERE picture.product_id = made.product_id AND picture.image_id = made.image_id
"""

# A picture of these with one of another vendor's, the most alike first.
COPIES = """
    SELECT fresh.product_id, fresh.vendor_id, fresh.image_id, fresh.path, fresh.seen_at,
        other.product_id, other.vendor_id, other.image_id, other.path, other.seen_at, -(fresh.vector <#> other.vector) AS similarity
    FROM product_pictures AS fresh
    JOIN product_pictures AS other ON other.vendor_id <> fresh.vendor_id AND other.vector <#> fresh.vector <= -(%(least)s::float8)
    WHERE fresh.image_id = ANY (%(images)s::text[]) AND fresh.vector IS NOT NULL
    ORDER BY similarity DESC, other.product_id LIMIT %(most)s
"""

DEADLINE = "SELECT set_config('statement_timeout', %(ms)s::text, true)"

NEAR_VECTOR = """
    SELECT product_id, max(similarity) AS best FROM (
        SELECT product_id, -(vector <#> %(vector)s::text::halfvec) AS similarity FROM product_pictures WHERE vector IS NOT NULL OFFSET 0
    ) AS compared
    WHERE similarity >= %(least)s::float8 GROUP BY product_id ORDER BY best DESC, product_id LIMIT %(most)s
"""

# Nothing while its picture was not looked at.
NEAR_PICTURE = """
    WITH target AS MATERIALIZED (
        SELECT vector FROM product_pictures WHERE product_id = %(product_id)s AND image_id = %(image_id)s AND vector IS NOT NULL
    )
    SELECT product_id, max(similarity) AS best FROM (
        SELECT product_id, -(vector <#> (SELECT vector FROM target)) AS similarity FROM product_pictures
        WHERE EXISTS (SELECT FROM target) AND vector IS NOT NULL AND product_id <> %(product_id)s OFFSET 0
    ) AS compared
    WHERE similarity >= %(least)s::float8 GROUP BY product_id ORDER BY best DESC, product_id LIMIT %(most)s
"""

# Without the vectors, which only the database compares.
ADVICE = "SELECT image_id, vector IS NOT NULL, advice FROM product_pictures WHERE product_id = %(product_id)s"
