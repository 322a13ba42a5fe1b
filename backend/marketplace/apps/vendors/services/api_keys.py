"""Keys for a vendor's own systems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.vendors.errors import TooManyApiKeys
from marketplace.apps.vendors.models import ApiKey
from marketplace.apps.vendors.queries import api_key_view_of
from marketplace.apps.vendors.services.locking import lock_open_vendor
from marketplace.apps.vendors.types import API_KEY_ROLES, NewApiKey
from marketplace.foundation import audit, tenancy
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import hash_secret, new_id, new_secret
from marketplace.kit.texts import Text

MAX_LIVE_KEYS = 20
KEY_START = "gmk"  # lets secret scanners find a key that was published by mistake
SHOWN_CHARACTERS = 6


def create_api_key(*, vendor_id: str, name: str, roles: Sequence[str], actor: Actor, now: datetime) -> NewApiKey:
    """
    A key of the form ``gmk_<tenant>_<secret>``, told this once.

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
        key = ApiKey.objects.create(
            id=new_id("key", at=now),
            vendor_id=vendor_id,
            name=name,
            prefix=_prefix(secret),
            secret_hash=hash_secret(secret),
            roles=sorted(set(roles), key=API_KEY_ROLES.index),
            created_by=actor.id,
            created_at=now,
        )
        new = {"key": key.id, "roles": key.roles}
        audit.record(actor=actor, action="vendor.api_key_created", resource=vendor_id, new=new, now=now)
    return NewApiKey(key=api_key_view_of(key), secret=secret)


def revoke_api_key(*, vendor_id: str, key_id: str, actor: Actor, now: datetime) -> None:
    """The key is refused from the commit on. Revoking it again changes nothing. :raises NotFound: if the vendor has no such key"""
    with tenancy.atomic():
        key = ApiKey.objects.select_for_update().filter(vendor_id=vendor_id, pk=key_id).first()
        if key is None:
            raise NotFound
        if key.revoked_at is None:
            ApiKey.objects.filter(pk=key_id).update(revoked_at=now)
            audit.record(actor=actor, action="vendor.api_key_revoked", resource=vendor_id, old={"key": key_id}, now=now)


def _prefix(secret: str) -> str:
    """The part that names the region, and a few characters of the secret."""
    start = f"{KEY_START}_{tenancy.current().slug}_"
    return secret[: len(start) + SHOWN_CHARACTERS]
