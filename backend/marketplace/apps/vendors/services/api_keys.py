"""Keys for a vendor's own systems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.vendors.errors import TooManyApiKeys
from marketplace.apps.vendors.events import ApiKeysRevoked
from marketplace.apps.vendors.models import ApiKey
from marketplace.apps.vendors.queries import get_api_key
from marketplace.apps.vendors.services.locking import lock_open_vendor
from marketplace.apps.vendors.types import API_KEY_ROLES, NewApiKey
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit import limits
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import hash_secret, new_id, new_secret
from marketplace.kit.texts import Text

MAX_LIVE_KEYS = limits.declare("vendors.api_keys", 20, "keys", "Of one vendor that are in use; 409 for one more.")
KEY_START = "gmk"  # lets secret scanners find a key that was published by mistake
SHOWN_CHARACTERS = 6


def create_api_key(*, vendor_id: str, name: str, roles: Sequence[str], actor: Actor, now: datetime) -> NewApiKey:
    """
    A key of the form ``gmk_<tenant>_<secret>``, shown only once.

    :raises InvalidInput: for a role that keys cannot have, or none
    :raises TooManyApiKeys: at 20 live keys
    :raises VendorStateForbids: once the vendor is closed
    """
    if not roles or not set(roles) <= set(API_KEY_ROLES):
        raise InvalidInput(errors=[FieldError("roles", "unknown_role", Text("One or more of: {choices}", choices=API_KEY_ROLES))])
    secret = f"{KEY_START}_{tenancy.current().slug}_{new_secret()}"
    with tenancy.atomic():
        lock_open_vendor(vendor_id)
        if ApiKey.objects.filter(vendor_id=vendor_id, revoked_at=None).count() >= MAX_LIVE_KEYS:
            raise TooManyApiKeys
        key = ApiKey(
            id=new_id("key", at=now),
            vendor_id=vendor_id,
            name=name,
            prefix=_prefix(secret),
            secret_hash=hash_secret(secret),
            roles=sorted(set(roles), key=API_KEY_ROLES.index),
            created_by=actor.id,
            created_at=now,
        )
        rows.insert(key)
        new = {"key": key.id, "roles": key.roles}
        audit.record(actor=actor, action="vendor.api_key_created", resource=vendor_id, new=new, now=now)
    return NewApiKey(key=get_api_key(vendor_id=vendor_id, key_id=key.id), secret=secret)


def revoke_api_key(*, vendor_id: str, key_id: str, actor: Actor, now: datetime) -> None:
    """The key is refused from the commit on. Revoking it again changes nothing. :raises NotFound: if the vendor has no such key"""
    with tenancy.atomic():
        key = ApiKey.objects.select_for_update().filter(vendor_id=vendor_id, pk=key_id).first()
        if key is None:
            raise NotFound
        if key.revoked_at is None:
            key.revoked_at = now
            event = ApiKeysRevoked(vendor_id=vendor_id, key_ids=(key_id,))
            rows.change(key, "revoked_at", events=[outbox.record(event, now=now)])
            audit.record(actor=actor, action="vendor.api_key_revoked", resource=vendor_id, old={"key": key_id}, now=now)


def revoke_keys_of(person_id: str, *, vendor_id: str, reason: str, actor: Actor, now: datetime) -> None:
    """Refuse every key that the person made until ``now``: a key does not outlast its maker's access. Safe to repeat."""
    with tenancy.atomic():
        made = ApiKey.objects.select_for_update().filter(vendor_id=vendor_id, created_by=person_id, created_at__lte=now, revoked_at=None)
        ids = list(made.order_by("pk").values_list("pk", flat=True))
        if ids:
            rows.change_where(ApiKey, "id = ANY (%(ids)s::text[])", {"ids": ids}, revoked_at=now)
            outbox.publish(ApiKeysRevoked(vendor_id=vendor_id, key_ids=tuple(ids)), now=now)
            audit.record(actor=actor, action="vendor.api_keys_revoked", resource=vendor_id, old={"keys": ids}, reason=reason, now=now)


def note_use(key_id: str, *, now: datetime) -> None:
    """Note when a key was used last."""
    rows.change_where(ApiKey, "id = %(id)s", {"id": key_id}, last_used_at=now)


def _prefix(secret: str) -> str:
    """The part that names the region, and a few characters of the secret."""
    start = f"{KEY_START}_{tenancy.current().slug}_"
    return secret[: len(start) + SHOWN_CHARACTERS]
