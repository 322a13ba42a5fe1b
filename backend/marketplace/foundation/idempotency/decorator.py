"""
``@idempotent`` on a view's method: a repeated request is answered, not executed again.

Same key and body: the first answer. Another body: 422. Still running: 409. Server errors are not kept, so a retry runs
again; that is safe because every service finds what its first run left behind.

The first request holds its key by an advisory lock of its database session: PostgreSQL releases it as soon as the process ends, however
it does, and a repeat takes over at once.

An answer may hold a secret, and guests behind one address cannot be distinguished. So a guest without a secret of its own needs a key that
nobody guesses: one with a UUID or a ULID in it.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation.clock import now as clock_now
from marketplace.foundation.encryption import decrypt, encrypt, secret_keys
from marketplace.foundation.idempotency.models import IdempotencyRecord
from marketplace.foundation.postgres import sql
from marketplace.foundation.rest import problems
from marketplace.foundation.rest.json import encode
from marketplace.foundation.rest.views import client_address, find_principal
from marketplace.kit import limits
from marketplace.kit.errors import Conflict, FieldError, InvalidInput, MarketplaceError
from marketplace.kit.texts import Text

KEPT_FOR = timedelta(hours=24)
TAKEN_OVER_AFTER = timedelta(seconds=60)  # a key may be taken over after this, even if it seems held: a pooler may keep a dead session
KEPT_HEADERS = ("Content-Language", "ETag", "Location")
MAX_KEY = limits.declare("idempotency.key", 255, "characters", "Of an `Idempotency-Key`; 422 above.")
PURPOSE = "idempotency"
UUID, ULID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", "[0-9A-HJKMNP-TV-Z]{26}"
UNGUESSABLE = re.compile(f"(?<![0-9a-z])(?:{UUID}|{ULID})(?![0-9a-z])", re.IGNORECASE)


_INSERT = """
    INSERT INTO idempotency_records (caller, key, fingerprint, locked_at, expires_at, headers, body)
    VALUES (%(caller)s, %(key)s, %(fingerprint)s, %(locked_at)s, %(expires_at)s, '{}', '') ON CONFLICT (caller, key) DO NOTHING
    RETURNING id, pg_try_advisory_lock(hashtextextended('idempotency:' || id, 0))
"""
_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('idempotency:' || %(id)s::bigint, 0))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('idempotency:' || %(id)s::bigint, 0))"
# The lock ends a moment before the change can be seen; who takes it then waits for the row, and finds the change.
_KEEP = """
    WITH kept AS (
        UPDATE idempotency_records SET status = %(status)s, headers = %(headers)s::jsonb, body = %(body)s
        WHERE id = %(id)s AND status IS NULL AND locked_at = %(locked_at)s
    )
    SELECT pg_advisory_unlock(hashtextextended('idempotency:' || %(id)s::bigint, 0)) WHERE %(is_locked)s
"""


class IdempotencyKeyMissing(MarketplaceError):
    code = "idempotency_key_missing"
    status = 400
    title = "Send an Idempotency-Key with this request"


class IdempotencyKeyReused(MarketplaceError):
    code = "idempotency_key_reused"
    status = 422
    title = "This Idempotency-Key was used with another request"


class StillRunning(Conflict):
    code = "still_running"
    title = "The first request with this key is still running"

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": "1"}


ViewMethod = Callable[..., Response]


def idempotent(method: ViewMethod) -> Callable[..., HttpResponseBase]:
    @functools.wraps(method)
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = _key_of(request)
        now = clock_now()
        record, is_first = _claim(request, key, now)
        if not is_first:
            return _replay(record)
        try:
            return _first_run(method, view, request, record, args, kwargs)
        except BaseException:
            _unlock(record)
            raise

    return wrapper


def _first_run(method: ViewMethod, view: Any, request: Request, record: IdempotencyRecord, args: Any, kwargs: Any) -> Response:
    try:
        response = method(view, request, *args, **kwargs)
    except Exception as error:
        known = problems.handle(error, {"request": request})
        if known is None or known.status_code >= 500 or known.status_code == 429:
            _mine(record).delete()
        else:
            _keep(record, known)
        raise
    _keep(record, response)
    return response


def _key_of(request: Request) -> str:
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if not key:
        raise IdempotencyKeyMissing
    if len(key) > MAX_KEY or not key.isprintable():
        raise InvalidInput(errors=[FieldError("Idempotency-Key", "invalid", Text("At most {limit} printable characters", limit=MAX_KEY))])
    if not _has_a_secret(request) and UNGUESSABLE.search(key) is None:
        raise InvalidInput(errors=[FieldError("Idempotency-Key", "guessable", Text("A guest's key must hold a UUID or a ULID"))])
    return key


def _has_a_secret(request: Request) -> bool:
    """Whether the caller says something that no other caller can."""
    return find_principal(request) is not None or any(_guest_secrets(request))


def _guest_secrets(request: Request) -> list[str]:
    """What the request carries of ``settings.GUEST_SECRETS``: guests behind one address must not hear each other's answers."""
    return [request.META.get(f"HTTP_{name.upper().replace('-', '_')}", "") for name in settings.GUEST_SECRETS]


def _claim(request: Request, key: str, now: datetime) -> tuple[IdempotencyRecord, bool]:
    fingerprints = _fingerprints(request)
    wanted = IdempotencyRecord(caller=_caller_of(request), key=key, fingerprint=fingerprints[0], locked_at=now, expires_at=now + KEPT_FOR)
    if _is_first(wanted):
        return wanted, True
    record = IdempotencyRecord.objects.filter(caller=wanted.caller, key=key).first()
    if record is None:  # the first request has just failed and let go of the key
        raise StillRunning
    if record.fingerprint not in fingerprints:
        raise IdempotencyKeyReused
    if record.status is None:
        record = _taken_over(record, now)
        return record, record.status is None
    return record, False


def _taken_over(record: IdempotencyRecord, now: datetime) -> IdempotencyRecord:
    """
    The row of a request that seems to run: as this request's own if its owner is dead, or as it is by now if it has just answered.

    :raises StillRunning: if its owner lives
    """
    record.is_locked = sql.rows(_LOCK, {"id": record.pk})[0][0]
    if record.is_locked or record.locked_at < now - TAKEN_OVER_AFTER:
        if _mine(record).update(locked_at=now):
            record.locked_at = now
            return record
        _unlock(record)
        present = IdempotencyRecord.objects.filter(pk=record.pk).exclude(status=None).first()
        if present is not None:
            return present
    raise StillRunning


def _is_first(wanted: IdempotencyRecord) -> bool:
    """Insert the row, unless its key is taken: one statement, since every write of the API begins with it."""
    names = ("caller", "key", "fingerprint", "locked_at", "expires_at")
    inserted = sql.row(_INSERT, {name: getattr(wanted, name) for name in names})
    if inserted is not None:
        wanted.id, wanted.is_locked = inserted
    return inserted is not None


def _unlock(record: IdempotencyRecord) -> None:
    """Give the key back, if it was not with the answer; a session that is broken has lost it already."""
    if record.is_locked:
        record.is_locked = False
        with suppress(DatabaseError):
            sql.rows(_UNLOCK, {"id": record.pk})


def _caller_of(request: Request) -> str:
    """A principal, or else the address: a guest's key should not meet another guest's."""
    principal = find_principal(request)
    return f"{principal.audience}:{principal.id}" if principal else f"guest:{client_address(request)}"


def _fingerprints(request: Request) -> list[str]:
    """What distinguishes this request from others: by the secret key, then by those of before."""
    files = getattr(request, "FILES", {})
    parts = [request.method or "", request.get_full_path(), *_file_digests(files), *_guest_secrets(request)]
    body = encode({key: value for key, value in request.POST.items() if key not in files} if files else request.data)
    # Keyed, since a body may hold a password that a plain hash would let an attacker guess.
    content = "\x1f".join(parts).encode() + body
    return [salted_hmac(PURPOSE, content, secret=secret, algorithm="sha256").hexdigest() for secret in secret_keys()]


def _file_digests(files: Any) -> list[str]:
    digests = []
    for name, file in sorted(files.items()):
        digest = hashlib.sha256()
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
        digests.append(f"{name}={digest.hexdigest()}")
    return digests


def _mine(record: IdempotencyRecord) -> QuerySet[IdempotencyRecord]:
    """The row while it is still this request's: one that was so slow that another took over leaves it alone."""
    return IdempotencyRecord.objects.filter(pk=record.pk, status=None, locked_at=record.locked_at)


def _keep(record: IdempotencyRecord, response: Response) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    headers["Content-Type"] = response.content_type or "application/json"
    body = encrypt(encode(response.data) if response.data is not None else b"", purpose=PURPOSE)
    answer = {"status": response.status_code, "headers": encode(headers).decode(), "body": body}
    is_locked, record.is_locked = record.is_locked, False
    sql.run(_KEEP, {**answer, "id": record.pk, "locked_at": record.locked_at, "is_locked": is_locked})


def _replay(record: IdempotencyRecord) -> HttpResponse:
    headers = {**record.headers, "Idempotency-Replayed": "true"}
    content_type = headers.pop("Content-Type", "application/json")
    body = decrypt(record.body, purpose=PURPOSE)
    return HttpResponse(body, status=record.status, headers=headers, content_type=content_type)
