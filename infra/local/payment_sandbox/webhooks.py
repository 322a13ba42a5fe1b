"""Webhooks: written in the transaction that changes the object, kept until they are delivered, signed when sent."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import msgspec

from payment_sandbox.behaviour import Behaviour
from payment_sandbox.objects import Payment, new_id
from payment_sandbox.store import Store

BACK_OFF_S = (0.5, 1, 2, 5, 10, 30, 60)  # and every minute after that
ATTEMPTS_MAX = 4_000  # close to three days, as long as real providers keep trying
CLAIM_S = 30.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to make: the same event goes out under the same id each time."""

    number: int
    attempts: int
    account: str
    url: str
    body: bytes


def sign(secret: str, body: bytes, *, now: float) -> str:
    """The value of ``Sandbox-Signature``: the time in whole seconds, and an HMAC-SHA256 over time, dot and body."""
    at = str(int(now))
    digest = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def announce(store: Store, event_type: str, *, payment: Payment, data: dict[str, Any], behaviour: Behaviour, now: float) -> None:
    """Record that something happened to ``payment`` and when to tell its shop. Call it inside the transaction."""
    if "webhooks" in payment.metadata:
        behaviour = Behaviour.parse(payment.metadata["webhooks"])
    event_id = new_id("evt")
    body = msgspec.json.encode({"id": event_id, "type": event_type, "created_at": round(now, 3), "data": data})
    store.connection.execute(
        "INSERT INTO events (id, payment, account, url, body) VALUES (?, ?, ?, ?, ?)",
        (event_id, payment.id, payment.account, payment.webhook_url, body),
    )
    if payment.webhook_url:
        for due_at in behaviour.due_times(event_type, now=now):
            store.connection.execute("INSERT INTO deliveries (event, due_at) VALUES (?, ?)", (event_id, due_at))


def list_events(store: Store, *, payment_id: str) -> list[dict[str, Any]]:
    """Every event of a payment in the order in which it happened, with what became of its deliveries."""
    rows = store.connection.execute(
        "SELECT e.body, count(d.number), count(d.delivered_at), coalesce(sum(d.attempts), 0), max(d.last_problem)"
        " FROM events e LEFT JOIN deliveries d ON d.event = e.id WHERE e.payment = ?"
        " GROUP BY e.number ORDER BY e.number",
        (payment_id,),
    )
    return [
        {
            **msgspec.json.decode(body),
            "deliveries": {"planned": planned, "delivered": delivered, "attempts": attempts, "last_problem": problem},
        }
        for body, planned, delivered, attempts, problem in rows
    ]


def resend(store: Store, *, payment_id: str, now: float) -> int:
    """Plan one more delivery of every event of a payment, in order. Returns how many."""
    cursor = store.connection.execute(
        "INSERT INTO deliveries (event, due_at) SELECT id, ? FROM events WHERE payment = ? AND url IS NOT NULL ORDER BY number",
        (now, payment_id),
    )
    return cursor.rowcount


def hasten(store: Store, *, now: float) -> None:
    """Make everything that is still to be delivered due at once."""
    store.connection.execute("UPDATE deliveries SET due_at = ? WHERE due_at > ?", (now, now))


def forget_claims(store: Store) -> None:
    """After a restart: the process that claimed a delivery is gone."""
    store.connection.execute("UPDATE deliveries SET claimed_until = 0 WHERE due_at IS NOT NULL")


def claim_due(store: Store, *, now: float, limit: int) -> list[Delivery]:
    """Take deliveries that are due, so that no other process sends them meanwhile."""
    rows = store.connection.execute(
        "UPDATE deliveries SET claimed_until = ? WHERE number IN (SELECT number FROM deliveries"
        " WHERE due_at <= ? AND claimed_until <= ? ORDER BY due_at, number LIMIT ?) RETURNING number, attempts, event",
        (now + CLAIM_S, now, now, limit),
    ).fetchall()
    return [
        Delivery(
            number,
            attempts,
            *store.connection.execute("SELECT account, url, body FROM events WHERE id = ?", (event,)).fetchone(),
        )
        for number, attempts, event in sorted(rows)
    ]


def record_attempt(store: Store, delivery: Delivery, *, problem: str | None, now: float) -> None:
    """Note what came of an attempt; after a failure, plan the next one."""
    attempts = delivery.attempts + 1
    if problem is None:
        store.connection.execute(
            "UPDATE deliveries SET attempts = ?, due_at = NULL, delivered_at = ?, last_problem = NULL WHERE number = ?",
            (attempts, now, delivery.number),
        )
        return
    due_at = now + BACK_OFF_S[min(attempts, len(BACK_OFF_S)) - 1] if attempts < ATTEMPTS_MAX else None
    store.connection.execute(
        "UPDATE deliveries SET attempts = ?, due_at = ?, claimed_until = 0, last_problem = ? WHERE number = ?",
        (attempts, due_at, problem, delivery.number),
    )
