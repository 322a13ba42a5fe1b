"""Rows of one database, out by COPY and in again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connections
from psycopg import sql

from marketplace.foundation.regions.backup.archive import CHUNK_BYTES, ArchiveReader, ArchiveWriter
from marketplace.foundation.regions.backup.manifest import BackupRefused, Manifest, Table

FOLDER = "tables"
_TABLES = """
    SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname <> 'django_migrations'
    GROUP BY c.relname ORDER BY c.relname
"""
_SEQUENCES = "SELECT sequencename::text, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1"
_MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
Raw = psycopg.Connection[Any]


def raw_connection(alias: str) -> Raw:
    """psycopg's own, below Django's: COPY is not known to that."""
    connections[alias].ensure_connection()
    connection: Raw = connections[alias].connection
    return connection


def applied_migrations(connection: Raw) -> list[str]:
    return [name for (name,) in connection.execute(_MIGRATIONS)]


def sequences(connection: Raw) -> dict[str, int | None]:
    return dict(connection.execute(_SEQUENCES).fetchall())


def save_tables(connection: Raw, archive: ArchiveWriter) -> list[Table]:
    """All rows as of one moment: the caller's transaction sees one snapshot."""
    saved = []
    for name, columns in connection.execute(_TABLES).fetchall():
        with archive.member(f"{FOLDER}/{name}.copy") as member, connection.cursor() as cursor:
            rows = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(_names(columns), sql.Identifier(name))  # of all partitions, too
            with cursor.copy(rows) as copy:
                for data in copy:
                    member.write(data)
            saved.append(Table(name, list(columns), cursor.rowcount))
    return saved


def refuse_unless_it_fits(connection: Raw, manifest: Manifest, *, replace: bool) -> None:
    """:raises BackupRefused: if the tables are of another version, or have rows that nobody said may go"""
    if manifest.migrations != applied_migrations(connection):
        wrong = sorted(set(manifest.migrations) ^ set(applied_migrations(connection)))
        raise BackupRefused(f"The backup is of another version of the program, which differs in {', '.join(wrong[:5])}")
    there = {name: list(columns) for name, columns in connection.execute(_TABLES).fetchall()}
    if there != {table.name: table.columns for table in manifest.tables}:
        raise BackupRefused("The tables are not those of the backup although the migrations are the same")
    filled = [name for name in there if _has_rows(connection, name)]
    if filled and not replace:
        raise BackupRefused(f"There are rows in {', '.join(filled[:5])}: --replace removes all rows of this database first")


def load_tables(connection: Raw, archive: ArchiveReader) -> None:
    """
    Replace all rows, in the caller's transaction, as the tables' owner. The triggers that keep tables append-only rest meanwhile; foreign
    keys are checked at the end.
    """
    tables = archive.manifest.tables
    _each(connection, tables, "ALTER TABLE {} DISABLE TRIGGER USER")
    connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(sql.Identifier(table.name) for table in tables)))
    connection.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in tables:
        command = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), _names(table.columns))
        with archive.open(f"{FOLDER}/{table.name}.copy") as file, connection.cursor() as cursor:
            with cursor.copy(command) as copy:
                while chunk := file.read(CHUNK_BYTES):
                    copy.write(chunk)
            if cursor.rowcount != table.rows:
                raise BackupRefused(f"{table.name} got {cursor.rowcount} rows, and {table.rows} were saved")
    connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name, last in archive.manifest.sequences.items():
        connection.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}"', last or 1, last is not None])
    _each(connection, tables, "ALTER TABLE {} ENABLE TRIGGER USER")


def _each(connection: Raw, tables: Sequence[Table], command: str) -> None:
    for table in tables:
        connection.execute(sql.SQL(command).format(sql.Identifier(table.name)))


def _has_rows(connection: Raw, name: str) -> bool:
    row = connection.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name))).fetchone()
    return bool(row and row[0])


def _names(columns: Sequence[str]) -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier(column) for column in columns)
