"""SQL of the app's own."""

from __future__ import annotations

ADD_USAGE = """
    INSERT INTO assistant_usage (day, tokens, calls) VALUES (%(day)s::date, %(tokens)s::bigint, 1)
    ON CONFLICT (day) DO UPDATE SET tokens = assistant_usage.tokens + EXCLUDED.tokens, calls = assistant_usage.calls + 1
"""

# Conversations go with their messages, in one statement.
FORGET_OLD = """
    WITH old AS (SELECT id FROM conversations WHERE last_at < %(before)s),
    messages AS (DELETE FROM conversation_messages WHERE conversation_id IN (SELECT id FROM old))
    DELETE FROM conversations WHERE id IN (SELECT id FROM old)
"""
# Once: another customer's it never becomes.
ADOPT = "UPDATE conversations SET customer_id = %(customer_id)s WHERE id = %(id)s AND customer_id = ''"
REMOVE = """
    WITH messages AS (DELETE FROM conversation_messages WHERE conversation_id = %(id)s)
    DELETE FROM conversations WHERE id = %(id)s
"""
FORGET_CUSTOMER = """
    WITH own AS (
        SELECT id FROM conversations
        WHERE (customer_id = %(customer_id)s AND customer_id <> '') OR (email = %(email)s AND email <> '')
    ),
    messages AS (DELETE FROM conversation_messages WHERE conversation_id IN (SELECT id FROM own))
    DELETE FROM conversations WHERE id IN (SELECT id FROM own)
"""
