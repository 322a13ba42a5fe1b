"""
``@idempotent`` on a view's method: a repeated request is answered, not carried out again.

Same key and body: the first answer. Another body: 422. Still running: 409. Server errors are not kept, so a retry runs
again; that is safe because every service finds what its first run left behind.

An answer may hold a secret, and guests behind one address cannot be told apart. So a guest without a secret of its own needs a key that
nobody guesses: one with a UUID or a ULID in it.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.foundation.clock import now as clock_now
from marketplace.foundation.encryption import decrypt, encrypt
from marketplace.foundation.idempotency.models import IdempotencyRecord
from marketplace.foundation.postgres import sql
from marketplace.foundation.rest import problems
from marketplace.foundation.rest.json import encode
from marketplace.foundation.rest.views import client_address, find_principal
from marketplace.kit.errors import Conflict, FieldError, InvalidInput, MarketplaceError
from marketplace.kit.texts import Text

KEPT_FOR = timedelta(hours=24)
ABANDONED_AFTER = timedelta(seconds=60)  # a process that died holding a key gives it up after this
KEPT_HEADERS = ("Content-Language", "ETag", "Location")
MAX_KEY = 255
GUEST_SECRETS = ("HTTP_CART_TOKEN", "HTTP_ORDER_TOKEN")  # guests behind one address must not hear each other's answers
PURPOSE = "idempotency"
UUID, ULID = r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", "[0-9A-HJKMNP-TV-Z]{26}"
UNGUESSABLE = re.compile(f"(?<![0-9a-z])(?:{UUID}|{ULID})(?![0-9a-z])", re.IGNORECASE)


_INSERT = """
    INSERT INTO idempotency_records (caller, key, fingerprint, locked_at, expires_at, headers, body)
    VALUES (%(caller)s, %(key)s, %(fingerprint)s, %(locked_at)s, %(expires_at)s, '{}', '') ON CONFLICT (caller, key) DO NOTHING RETURNING id
"""
_KEEP = """
    UPDATE idempotency_records SET status = %(status)s, headers = %(headers)s::jsonb, body = %(body)s
    WHERE id = %(id)s AND status IS NULL AND locked_at = %(locked_at)s
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

    return wrapper


def _key_of(request: Request) -> str:
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if not key:
        raise IdempotencyKeyMissing
    if len(key) > MAX_KEY or not key.isprintable():
        raise InvalidInput(errors=[FieldError("Idempotency-Key", "invalid", Text("At most {limit} printable characters", limit=MAX_KEY))])
    if not _is_told_apart(request) and UNGUESSABLE.search(key) is None:
        raise InvalidInput(errors=[FieldError("Idempotency-Key", "guessable", Text("A guest's key must hold a UUID or a ULID"))])
    return key


def _is_told_apart(request: Request) -> bool:
    """Whether the caller says something that no other caller can."""
    return find_principal(request) is not None or any(request.META.get(name) for name in GUEST_SECRETS)


def _claim(request: Request, key: str, now: datetime) -> tuple[IdempotencyRecord, bool]:
    wanted = IdempotencyRecord(
        caller=_caller_of(request), key=key, fingerprint=_fingerprint(request), locked_at=now, expires_at=now + KEPT_FOR
    )
    if _is_first(wanted):
        return wanted, True
    record = IdempotencyRecord.objects.filter(caller=wanted.caller, key=key).first()
    if record is None:  # the first request has just failed and let go of the key
        raise StillRunning
    if record.fingerprint != wanted.fingerprint:
        raise IdempotencyKeyReused
    if record.status is None:
        taken = IdempotencyRecord.objects.filter(
            pk=record.pk, status=None, locked_at=record.locked_at, locked_at__lt=now - ABANDONED_AFTER
        ).update(locked_at=now)
        if not taken:
            raise StillRunning
        record.locked_at = now
        return record, True
    return record, False


def _is_first(wanted: IdempotencyRecord) -> bool:
    """Insert the row, unless its key is taken: one statement, since every write of the API begins with it."""
    names = ("caller", "key", "fingerprint", "locked_at", "expires_at")
    inserted = sql.row(_INSERT, {name: getattr(wanted, name) for name in names})
    if inserted is not None:
        wanted.id = inserted[0]
    return inserted is not None


def _caller_of(request: Request) -> str:
    """A principal, or else the address: a guest's key should not meet another guest's."""
    principal = find_principal(request)
    return f"{principal.audience}:{principal.id}" if principal else f"guest:{client_address(request)}"


def _fingerprint(request: Request) -> str:
    files = getattr(request, "FILES", {})
    secrets = [request.META.get(name, "") for name in GUEST_SECRETS]
    parts = [request.method or "", request.get_full_path(), *_file_digests(files), *secrets]
    body = encode({key: value for key, value in request.POST.items() if key not in files} if files else request.data)
    # Keyed, since a body may hold a password that a plain hash would let somebody guess.
    return salted_hmac(PURPOSE, "\x1f".join(parts).encode() + body, algorithm="sha256").hexdigest()


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
    sql.run(_KEEP, {**answer, "id": record.pk, "locked_at": record.locked_at})


def _replay(record: IdempotencyRecord) -> HttpResponse:
    headers = {**record.headers, "Idempotency-Replayed": "true"}
    content_type = headers.pop("Content-Type", "application/json")
    body = decrypt(record.body, purpose=PURPOSE)
    return HttpResponse(body, status=record.status, headers=headers, content_type=content_type)
