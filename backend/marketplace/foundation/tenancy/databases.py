"""Makes a region's role, database and schema on a PostgreSQL server; everything here may be repeated."""

from __future__ import annotations

import psycopg
from django.conf import settings
from django.core.management import call_command
from psycopg import sql

from marketplace.foundation.tenancy.router import PLATFORM


def create_database(alias: str, *, schema: str, admin_url: str) -> None:
    """
    One role that owns one database, which no other region's role may even connect to.

    The role finds its tables in ``schema``. :raises psycopg.Error: if the administrator may not do this
    """
    target = settings.DATABASES[alias]
    role, database = sql.Identifier(target["USER"]), sql.Identifier(target["NAME"])
    with psycopg.connect(admin_url, autocommit=True) as admin:
        exists = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [target["USER"]]).fetchone()
        verb = sql.SQL("ALTER" if exists else "CREATE")
        admin.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(verb, role, sql.Literal(target["PASSWORD"]))
        )
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [target["NAME"]]).fetchone():
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        admin.execute(sql.SQL("ALTER ROLE {} IN DATABASE {} SET search_path = {}, public").format(role, database, sql.Identifier(schema)))
    with psycopg.connect(admin_url, dbname=target["NAME"], autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(sql.Identifier(schema), role))
        admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        admin.execute("CREATE EXTENSION IF NOT EXISTS vector SCHEMA public")


def migrate(alias: str) -> None:
    call_command("migrate", database=alias, interactive=False, verbosity=0)


def create_platform_database(*, admin_url: str) -> None:
    create_database(PLATFORM, schema="platform", admin_url=admin_url)
