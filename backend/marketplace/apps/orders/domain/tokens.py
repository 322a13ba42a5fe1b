"""The secret by which a guest reads an order. It is derived, so that a repeated request and each mail have the same one."""

from __future__ import annotations

import hmac

from django.utils.crypto import salted_hmac

from marketplace.foundation.encryption import secret_keys


def is_order_token(order_id: str, token: str) -> bool:
    """
    Whether a key that is accepted makes this one. The hash that is stored with an order knows the token of the time of the order alone;
    after a rotation of keys, mails and repeated requests have another.
    """
    return any(hmac.compare_digest(known.encode(), token.encode()) for known in tokens_of(order_id))


def tokens_of(order_id: str) -> list[str]:
    """Of each secret key that is accepted, the present one's first."""
    return [salted_hmac("order-token", order_id, secret=secret, algorithm="sha256").hexdigest() for secret in secret_keys()]
