"""The engine's SQL. Values are parameters, always; what is put together here is constant text."""
# ruff: noqa: S608

from __future__ import annotations

ALIVE = "(expires_at IS NULL OR expires_at > statement_timestamp())"
COLUMNS = "partition, document_id, body, etag, ttl_s"
_STAMP = "pg_current_xact_id(), nextval('documents_changed_seq')"
_EXPIRY = "statement_timestamp() + make_interval(secs => %(ttl_s)s::int)"
_KEY = "container = %(container)s AND partition = %(pk)s AND document_id = %(id)s"

GET = f"SELECT {COLUMNS} FROM documents WHERE {_KEY} AND {ALIVE}"
GET_FOR_UPDATE = f"{GET} FOR UPDATE"

GET_MANY = f"""
    SELECT {COLUMNS}
    FROM unnest(%(pks)s::text[], %(ids)s::text[]) AS wanted (wanted_pk, wanted_id)
    JOIN documents ON container = %(container)s AND partition = wanted_pk AND document_id = wanted_id
    WHERE {ALIVE}"""

_ON_CONFLICT = """ON CONFLICT (container, partition, document_id) DO UPDATE SET
        body = excluded.body, etag = excluded.etag, ttl_s = excluded.ttl_s, expires_at = excluded.expires_at,
        changed_xid = excluded.changed_xid, changed_seq = excluded.changed_seq"""
# An expired document that nobody has cleared away yet does not stand in the way of a new one.
_IF_EXPIRED = "WHERE documents.expires_at <= statement_timestamp()"

_INSERT = f"""
    INSERT INTO documents (container, partition, document_id, body, etag, ttl_s, expires_at, changed_xid, changed_seq)
    VALUES (%(container)s, %(pk)s, %(id)s, %(body)s::jsonb, %(etag)s, %(ttl_s)s::int, {_EXPIRY}, {_STAMP})
    {_ON_CONFLICT}"""
CREATE = f"{_INSERT} {_IF_EXPIRED} RETURNING etag"
UPSERT = f"{_INSERT} RETURNING etag"

REPLACE = f"""
    UPDATE documents SET body = %(body)s::jsonb, etag = %(etag)s, ttl_s = %(ttl_s)s::int, expires_at = {_EXPIRY},
        (changed_xid, changed_seq) = ROW ({_STAMP})
    WHERE {_KEY} AND etag = %(expected)s AND {ALIVE} RETURNING etag"""

DELETE = f"DELETE FROM documents WHERE {_KEY} AND etag = %(expected)s AND {ALIVE} RETURNING etag"

# One statement, so that the write and its announcements are one commit; without the row, no announcement.
ANNOUNCING = """
    WITH written AS ({write}), announced AS (
        INSERT INTO document_events (container, event)
        SELECT %(container)s, item.event
        FROM written, jsonb_array_elements(%(events)s::jsonb) WITH ORDINALITY AS item (event, place)
        ORDER BY item.place
    )
    SELECT etag FROM written"""

# A batch is three statements, however many documents it has. Locking them first, in the order of ids, keeps two batches over the
# same documents from waiting for each other; it also finds expired ones, which a create may replace.
LOCK_MANY = f"""
    SELECT document_id, etag FROM (
        SELECT document_id, etag, expires_at FROM documents
        WHERE container = %(container)s AND partition = %(pk)s AND document_id = ANY (%(ids)s::text[])
        ORDER BY document_id FOR UPDATE
    ) AS locked
    WHERE {ALIVE}"""

_INSERT_MANY = f"""
    INSERT INTO documents (container, partition, document_id, body, etag, ttl_s, expires_at, changed_xid, changed_seq)
    SELECT %(container)s::text, %(pk)s::text, id, body, etag, ttl_s, {_EXPIRY.replace("%(ttl_s)s", "ttl_s")}, {_STAMP}
    FROM (
        SELECT * FROM json_to_recordset(%(rows)s::json) AS row (id text, body jsonb, etag text, ttl_s int) ORDER BY id COLLATE "C"
    ) AS rows
    {_ON_CONFLICT}"""
CREATE_MANY = f"{_INSERT_MANY} {_IF_EXPIRED}"
PUT_MANY = _INSERT_MANY
DELETE_MANY = "DELETE FROM documents WHERE container = %(container)s AND partition = %(pk)s AND document_id = ANY (%(ids)s::text[])"
ANNOUNCE_MANY = """
    INSERT INTO document_events (container, event)
    SELECT %(container)s, item.event
    FROM json_array_elements(%(events)s::json) WITH ORDINALITY AS item (event, place)
    ORDER BY item.place"""

# Rows of transactions older than every running one: what commits later comes behind them, never before. A token ahead of
# that is of another server (the database was restored from a dump), where transactions had other numbers: start again.
_FEED = """
    WITH horizon AS (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xid)
    SELECT horizon.xid < %(xid)s::xid8,
        EXISTS (SELECT FROM {table} WHERE {only} changed_xid >= horizon.xid),
        found.*
    FROM horizon LEFT JOIN LATERAL (
        SELECT changed_xid::text AS xid_text, {sequence} AS place, {columns} FROM {table}
        WHERE {only} (changed_xid, {sequence})
            > (CASE WHEN horizon.xid < %(xid)s::xid8 THEN '0'::xid8 ELSE %(xid)s::xid8 END, %(seq)s)
            AND changed_xid < horizon.xid
        ORDER BY changed_xid, {sequence} LIMIT %(limit)s
    ) AS found ON true
    ORDER BY found.xid_text::xid8, found.place"""

CHANGES = _FEED.format(table="documents", sequence="changed_seq", columns=COLUMNS, only=f"container = %(container)s AND {ALIVE} AND")
ANNOUNCED = _FEED.format(table="document_events", sequence="id", columns="event", only="")
FORGET_ANNOUNCED = "DELETE FROM document_events WHERE (changed_xid, id) <= (%(xid)s::xid8, %(seq)s)"

PURGE_EXPIRED = "DELETE FROM documents WHERE expires_at <= statement_timestamp()"

# After a restore from a dump, rows carry numbers of transactions that this server has not reached.
RENUMBER = [
    f"UPDATE {table} SET changed_xid = pg_current_xact_id() WHERE changed_xid > pg_current_xact_id()"
    for table in ("documents", "document_events")
]
