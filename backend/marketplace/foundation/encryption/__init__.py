"""
Encryption of single fields at rest (bank accounts and the like), with a key of each tenant and purpose.

``FIELD_ENCRYPTION_KEY`` may hold several secrets, separated by commas: the first encrypts, all decrypt, so keys can be rotated.
"""

from __future__ import annotations

import base64
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from marketplace.foundation import tenancy


class CannotDecrypt(RuntimeError):
    """The text was encrypted by another tenant, for another purpose, with a lost key, or was altered."""


def encrypt(plain: bytes, *, purpose: str) -> str:
    """The text to store. ``purpose`` (such as ``payout-account``) must be given again to read it."""
    return _cipher_of(tenancy.current().slug, purpose).encrypt(plain).decode()


def decrypt(text: str, *, purpose: str) -> bytes:
    """What ``encrypt`` was given. :raises CannotDecrypt: if this tenant and purpose did not write it"""
    return _decrypted(text, _cipher_of(tenancy.current().slug, purpose), purpose)


def encrypt_for_platform(plain: bytes, *, purpose: str) -> str:
    """As ``encrypt``, for what belongs to the platform: every region reads it."""
    return _cipher_of("", purpose).encrypt(plain).decode()


def decrypt_for_platform(text: str, *, purpose: str) -> bytes:
    """What ``encrypt_for_platform`` was given. :raises CannotDecrypt: if it did not write it for this purpose"""
    return _decrypted(text, _cipher_of("", purpose), purpose)


def sign(text: str, *, purpose: str) -> str:
    """A signature (HMAC-SHA256, RFC 2104, in hexadecimal) that this tenant alone can make for this purpose."""
    return _signature(text, _signing_keys(tenancy.current().slug, purpose)[0])


def is_signed(text: str, signature: str, *, purpose: str) -> bool:
    """Whether ``sign`` made the signature, with any of the secrets."""
    return _is_signature(text, signature, _signing_keys(tenancy.current().slug, purpose))


def sign_for_platform(text: str, *, purpose: str) -> str:
    """As ``sign``, for what belongs to the platform: every region can check it."""
    return _signature(text, _signing_keys("", purpose)[0])


def is_signed_for_platform(text: str, signature: str, *, purpose: str) -> bool:
    """Whether ``sign_for_platform`` made the signature, with any of the secrets."""
    return _is_signature(text, signature, _signing_keys("", purpose))


def secret_keys() -> list[str]:
    """Django's secret keys: the first makes what lives for minutes or a day (tokens, cursors, fingerprints), all are accepted."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _signature(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def _is_signature(text: str, signature: str, keys: list[bytes]) -> bool:
    return any(hmac.compare_digest(_signature(text, key).encode(), signature.encode()) for key in keys)


def _signing_keys(slug: str, purpose: str) -> list[bytes]:
    info = f"globalmarket:{slug}:sign:{purpose}".encode()
    return [_derived(secret, info) for secret in _secrets()]


def _decrypted(text: str, cipher: MultiFernet, purpose: str) -> bytes:
    try:
        return cipher.decrypt(text.encode())
    except InvalidToken:
        raise CannotDecrypt(purpose) from None


def _cipher_of(slug: str, purpose: str) -> MultiFernet:
    # The tenant is part of the key: a row copied into another region's database cannot be read there. No slug is empty.
    info = f"globalmarket:{slug}:{purpose}".encode()
    return MultiFernet([Fernet(_derived(secret, info)) for secret in _secrets()])


def _secrets() -> list[bytes]:
    return [secret.strip().encode() for secret in settings.FIELD_ENCRYPTION_KEY.split(",") if secret.strip()]


def _derived(secret: bytes, info: bytes) -> bytes:
    return base64.urlsafe_b64encode(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(secret))
