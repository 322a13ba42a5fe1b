"""Databases that tests can fill and empty. Django is imported late: it needs the servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from suite.servers import running

if TYPE_CHECKING:
    from django.test import TransactionTestCase


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


def empty(case: TransactionTestCase) -> None:
    """Instead of Django's flush, which truncates all tables: those alone that hold something."""
    from django.apps import apps
    from django.db import connections

    tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
    for alias in case._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
                " AND relname = ANY(%s) AND (pg_relation_size(oid) > 0 OR relkind = 'p' AND"
                " EXISTS (SELECT FROM pg_partition_tree(oid) WHERE pg_relation_size(relid) > 0))",
                [tables],
            )
            if filled := [name for (name,) in cursor.fetchall()]:
                cursor.execute(f"TRUNCATE {', '.join(filled)} CASCADE")
        if alias == "default":
            _enter_regions()


def _enter_regions() -> None:
    from config.env import REPOSITORY
    from marketplace.foundation.regions.files import enter_in_directory, read_region_file

    for slug in ("eu", "mena"):
        enter_in_directory(read_region_file(REPOSITORY / "backend" / "config" / "regions" / f"{slug}.toml"))
