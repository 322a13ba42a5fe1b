"""
Makes a region's roles, database and schema on a PostgreSQL server; everything here may be repeated.

Two roles: an *owner*, which cannot log in and to which tables, triggers and functions belong, and the *program's*, which reads and writes
rows. So nothing that runs with the program's password can switch off what keeps the books and the audit log append-only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

MAINTAIN_SINCE = 170_000  # PostgreSQL 17: ANALYZE and VACUUM by a role that does not own the table
PLATFORM_SCHEMA = "platform"
_ROWS = "SELECT, INSERT, UPDATE, DELETE"


def prepare(alias: str, *, schema: str, admin_url: str | None) -> None:
    """Make the database, where there is an administrator who may, and bring its tables up to date; may be repeated."""
    if admin_url:
        create_database(alias, schema=schema, admin_url=admin_url)
    migrate(alias, schema=schema, admin_url=admin_url)


def create_database(alias: str, *, schema: str, admin_url: str) -> None:
    """
    One database, owned by a role that cannot log in, in which the program's role may read and write rows. No other region's role may
    even connect to it.

    The program's role finds its tables in ``schema``. :raises psycopg.Error: if the administrator may not do this
    """
    target = settings.DATABASES[alias]
    role, database = sql.Identifier(target["USER"]), sql.Identifier(target["NAME"])
    with psycopg.connect(admin_url, autocommit=True) as admin:
        owner_name = owner_of(alias, admin)
        owner = sql.Identifier(owner_name)
        _make_role(admin, owner_name, sql.SQL("NOLOGIN"))
        _make_role(admin, target["USER"], sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(target["PASSWORD"])))
        admin.execute(sql.SQL("GRANT {}, {} TO CURRENT_USER").format(owner, role))  # for an administrator that is no superuser, below
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [target["NAME"]]).fetchone():
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
        admin.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        admin.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role))
        admin.execute(sql.SQL("ALTER ROLE {} IN DATABASE {} SET search_path = {}, public").format(role, database, sql.Identifier(schema)))
    with psycopg.connect(admin_url, dbname=target["NAME"], autocommit=True) as admin:
        admin.execute(sql.SQL("REASSIGN OWNED BY {} TO {}").format(role, owner))  # of a database that was made before there were owners
        admin.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(sql.Identifier(schema), owner))
        admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        admin.execute("CREATE EXTENSION IF NOT EXISTS vector SCHEMA public")
        _grant_rows(admin, role=role, owner=owner, schema=sql.Identifier(schema))


def owner_of(alias: str, admin: psycopg.Connection[Any]) -> str:
    """
    The role that owns a database's tables: the database's own owner, however the program's role is named by now. So that one can be
    exchanged for another while programs run (docs/guides/rotate-keys.md). A new database's is named after the program's role.
    """
    found = admin.execute(
        "SELECT rolname FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba WHERE datname = %s AND NOT rolcanlogin",
        [settings.DATABASES[alias]["NAME"]],
    ).fetchone()
    return str(found[0]) if found else f"{settings.DATABASES[alias]['USER']}_owner"


def migrate(alias: str, *, schema: str, admin_url: str | None) -> None:
    """
    Bring the tables up to date, as their owner by the administrator's leave. Without an administrator the alias's own role does it: an
    operator then runs this with an environment of its own, whose addresses name a role that is the owner.
    """
    with acting_as_owner(alias, schema=schema, admin_url=admin_url):
        call_command("migrate", database=alias, interactive=False, verbosity=0)


@contextmanager
def acting_as_owner(alias: str, *, schema: str, admin_url: str | None) -> Iterator[None]:
    """
    Django's connection of that alias acts as the tables' owner until the block ends, by the administrator's leave. Without an
    administrator it stays what it is: the environment's address then names the owner.
    """
    if admin_url is None:
        yield
        return
    with _as_owner(alias, schema, admin_url):
        yield


def _make_role(admin: psycopg.Connection[Any], name: str, login: sql.Composable) -> None:
    """A new role has no right but ``login``. Of one that there is, only that is set: more an administrator that is no superuser may not."""
    exists = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = sql.SQL("ALTER" if exists else "CREATE")
    admin.execute(sql.SQL("{} ROLE {} {}").format(verb, sql.Identifier(name), login))


def _grant_rows(admin: psycopg.Connection[Any], *, role: sql.Identifier, owner: sql.Identifier, schema: sql.Identifier) -> None:
    """To the tables that are there, and to those that the owner will make."""
    rows = sql.SQL(_ROWS + (", MAINTAIN" if admin.info.server_version >= MAINTAIN_SINCE else ""))
    for rights, kind in ((rows, sql.SQL("TABLES")), (sql.SQL("USAGE, SELECT"), sql.SQL("SEQUENCES"))):
        admin.execute(sql.SQL("GRANT {} ON ALL {} IN SCHEMA {} TO {}").format(rights, kind, schema, role))
        admin.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA {} GRANT {} ON {} TO {}").format(owner, schema, rights, kind, role)
        )
    admin.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role))


@contextmanager
def _as_owner(alias: str, schema: str, admin_url: str) -> Iterator[None]:
    """Django's connection of that alias is the administrator's, acting as the owner, until the block ends."""
    connection, parts = connections[alias], urlsplit(admin_url)
    own = connection.settings_dict
    with psycopg.connect(admin_url, autocommit=True) as admin:
        owner = owner_of(alias, admin)
    options = {**own["OPTIONS"], **dict(parse_qsl(parts.query)), "options": f"-c role={owner} -c search_path={schema},public"}
    options.pop("pool", None)
    connection.close()
    connection.settings_dict = {
        **own,
        "HOST": parts.hostname,
        "PORT": parts.port or 5432,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": options,
    }
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = own
