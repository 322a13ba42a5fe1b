"""
Where the sandbox keeps its state: one SQLite file, which survives a kill.

Every change runs in one write transaction (``Store.transaction``) that is committed before the caller gets an answer.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from payment_sandbox.errors import NotFound
from payment_sandbox.objects import Dispute, Payment, Refund

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS payments (
    id TEXT PRIMARY KEY, reference TEXT NOT NULL, settle_at REAL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS payments_reference ON payments (reference);
CREATE INDEX IF NOT EXISTS payments_due ON payments (settle_at) WHERE settle_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS refunds (
    id TEXT PRIMARY KEY, payment TEXT NOT NULL, settle_at REAL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refunds_payment ON refunds (payment);
CREATE INDEX IF NOT EXISTS refunds_due ON refunds (settle_at) WHERE settle_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS disputes (
    id TEXT PRIMARY KEY, payment TEXT NOT NULL UNIQUE, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, digest BLOB NOT NULL, status INTEGER NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, payment TEXT NOT NULL, account TEXT NOT NULL, url TEXT, body BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS events_payment ON events (payment);
CREATE TABLE IF NOT EXISTS deliveries (
    number INTEGER PRIMARY KEY, event TEXT NOT NULL REFERENCES events (id), due_at REAL,
    attempts INTEGER NOT NULL DEFAULT 0,
    claimed_until REAL NOT NULL DEFAULT 0, delivered_at REAL, last_problem TEXT);
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_at) WHERE due_at IS NOT NULL;
"""


class Store:
    """The payments, refunds, disputes, given answers and webhooks of one sandbox."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
        # With a write-ahead log, NORMAL loses nothing when the process dies; only a power cut could.
        self.connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
        self.connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, one writer at a time."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def get_payment(self, payment_id: str) -> Payment:
        """:raises NotFound: if there is none"""
        return self._get(Payment, "payments", payment_id)

    def save_payment(self, payment: Payment) -> None:
        """Insert or replace."""
        self.connection.execute(
            "INSERT OR REPLACE INTO payments VALUES (?, ?, ?, ?)",
            (payment.id, payment.reference, payment.settle_at, msgspec.json.encode(payment)),
        )

    def list_payments(self, *, reference: str) -> list[Payment]:
        """All payments that a shop started under one reference of its own."""
        rows = self.connection.execute("SELECT body FROM payments WHERE reference = ? ORDER BY id LIMIT 100", (reference,))
        return [msgspec.json.decode(body, type=Payment) for (body,) in rows]

    def list_payments_to_settle(self, *, now: float) -> list[Payment]:
        """Payments in processing whose time has come."""
        rows = self.connection.execute("SELECT body FROM payments WHERE settle_at <= ? LIMIT 100", (now,))
        return [msgspec.json.decode(body, type=Payment) for (body,) in rows]

    def get_refund(self, refund_id: str) -> Refund:
        """:raises NotFound: if there is none"""
        return self._get(Refund, "refunds", refund_id)

    def save_refund(self, refund: Refund) -> None:
        """Insert or replace."""
        self.connection.execute(
            "INSERT OR REPLACE INTO refunds VALUES (?, ?, ?, ?)",
            (refund.id, refund.payment, refund.settle_at, msgspec.json.encode(refund)),
        )

    def list_refunds(self, *, payment_id: str) -> list[Refund]:
        """All refunds of one payment."""
        rows = self.connection.execute("SELECT body FROM refunds WHERE payment = ? ORDER BY id LIMIT 1000", (payment_id,))
        return [msgspec.json.decode(body, type=Refund) for (body,) in rows]

    def list_refunds_to_settle(self, *, now: float) -> list[Refund]:
        """Pending refunds whose time has come."""
        rows = self.connection.execute("SELECT body FROM refunds WHERE settle_at <= ? LIMIT 100", (now,))
        return [msgspec.json.decode(body, type=Refund) for (body,) in rows]

    def find_dispute(self, *, payment_id: str) -> Dispute | None:
        """The payment's dispute, if its customer ever opened one."""
        row = self.connection.execute("SELECT body FROM disputes WHERE payment = ?", (payment_id,)).fetchone()
        return msgspec.json.decode(row[0], type=Dispute) if row else None

    def get_dispute(self, dispute_id: str) -> Dispute:
        """:raises NotFound: if there is none"""
        return self._get(Dispute, "disputes", dispute_id)

    def save_dispute(self, dispute: Dispute) -> None:
        """Insert or replace."""
        self.connection.execute(
            "INSERT OR REPLACE INTO disputes VALUES (?, ?, ?)",
            (dispute.id, dispute.payment, msgspec.json.encode(dispute)),
        )

    def find_answer(self, key: str) -> tuple[bytes, int, bytes] | None:
        """The digest of the request that first used an idempotency key, and the status and body that answered it."""
        row = self.connection.execute("SELECT digest, status, body FROM answers WHERE key = ?", (key,)).fetchone()
        return (row[0], row[1], row[2]) if row else None

    def keep_answer(self, key: str, *, digest: bytes, status: int, body: bytes) -> None:
        """Store an answer for a request that comes again with the same key."""
        self.connection.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", (key, digest, status, body))

    def _get(self, kind: type[T], table: str, identity: str) -> T:
        row = self.connection.execute(f"SELECT body FROM {table} WHERE id = ?", (identity,)).fetchone()
        if row is None:
            raise NotFound(f"there is no {identity!r} in {table}")
        return msgspec.json.decode(row[0], type=kind)
