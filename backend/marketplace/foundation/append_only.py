"""Tables that only grow: the database itself refuses to change, delete or empty their rows."""

from __future__ import annotations

from django.db.migrations.operations import RunSQL

_REFUSE = """
CREATE FUNCTION refuse_change_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{table} is append-only: {instead}' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}();
CREATE TRIGGER {table}_keep BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_{table}();
"""
_ALLOW = """
DROP TRIGGER {table}_append_only ON {table};
DROP TRIGGER {table}_keep ON {table};
DROP FUNCTION refuse_change_of_{table}();
"""


def append_only(table: str, *, instead: str) -> RunSQL:
    """For a migration: refuse UPDATE, DELETE and TRUNCATE of ``table``, saying what to do ``instead``."""
    return RunSQL(_REFUSE.format(table=table, instead=instead), _ALLOW.format(table=table))
