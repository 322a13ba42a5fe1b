"""Databases that tests can fill and empty. Django is imported late: it needs the servers."""

from __future__ import annotations

from typing import Any

import psycopg

from suite.servers import running


def provision_test_containers() -> None:
    """Those that no app declares."""
    from marketplace.foundation import tenancy
    from marketplace.foundation.documents.store import store
    from marketplace.foundation.tenancy import directory

    for slug in ("eu", "mena"):
        with tenancy.scope(directory.get(slug)):
            store().provision(["cups", "tests_things"])


def allow_truncate() -> None:
    """Tests empty tables between them; the program's role may not, and the append-only ones refuse it everywhere else."""
    from django.db import connections

    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
        own = connection.settings_dict
        with psycopg.connect(running["postgres"].url, dbname=own["NAME"], autocommit=True) as administrator:
            administrator.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA {schema} TO {own['USER']}")
            triggers = administrator.execute(
                "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 <> 0"
            )
            for table, trigger in triggers.fetchall():
                administrator.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


def restore_directory(sender: Any, using: str, **_: Any) -> None:
    """Emptying the tables after a test took the regions' rows with it."""
    if using == "default" and sender.label == "tenancy":
        _enter_regions()


def _enter_regions() -> None:
    from config.env import REPOSITORY
    from marketplace.foundation.regions.files import enter_in_directory, read_region_file

    for slug in ("eu", "mena"):
        enter_in_directory(read_region_file(REPOSITORY / "backend" / "config" / "regions" / f"{slug}.toml"))
