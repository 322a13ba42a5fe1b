"""Secrets of endpoints at rest: encrypted, each for its own endpoint."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.webhooks.models import WebhookEndpoint
from marketplace.foundation import encryption

PURPOSE = "webhooks.secret"


class _Sealed(msgspec.Struct):
    """What is encrypted. The endpoint is inside, so that a row cannot be given the secret of another one."""

    endpoint_id: str
    secret: str


def seal(endpoint_id: str, secret: str) -> str:
    return encryption.encrypt(msgspec.json.encode(_Sealed(endpoint_id, secret)), purpose=PURPOSE)


def secrets_of(endpoint: WebhookEndpoint, *, now: datetime) -> list[str]:
    """
    In clear, what signs now: the secret, and the one before it for a day after it was rotated.

    :raises encryption.CannotDecrypt: if one is not this endpoint's
    """
    sealed = [endpoint.secret]
    if endpoint.former_secret_until is not None and now < endpoint.former_secret_until:
        sealed.append(endpoint.former_secret)
    return [_opened(endpoint.id, text) for text in sealed]


def _opened(endpoint_id: str, text: str) -> str:
    sealed = msgspec.json.decode(encryption.decrypt(text, purpose=PURPOSE), type=_Sealed)
    if sealed.endpoint_id != endpoint_id:
        raise encryption.CannotDecrypt(PURPOSE)
    return sealed.secret
