"""
A second factor: the six digits of an authenticator app (TOTP, RFC 6238, with the values that every such app assumes), and recovery codes.

A factor is a value. Using a code gives another value, which is stored in the place of the one that was read, so that a code works once
however many requests bring it at the same time.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

import msgspec
import pyotp
import segno

from marketplace.apps.accounts.types import SecondFactor
from marketplace.foundation import encryption

PURPOSE = "accounts.second-factor"
STEP_S = 30
DRIFT_STEPS = 1  # how far a telephone's clock may be off, in either direction (RFC 6238, 5.2)
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
_HALF = 5


def begin() -> tuple[SecondFactor, str]:
    """A new factor, and the secret that the person's app needs (base32)."""
    secret = pyotp.random_base32()
    return SecondFactor(encryption.encrypt_for_platform(secret.encode(), purpose=PURPOSE)), secret


def address_of(secret: str, *, email: str, issuer: str) -> str:
    """The ``otpauth:`` address that authenticator apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def qr_code_of(address: str) -> str:
    """The address as a picture (SVG) in a ``data:`` address."""
    return segno.make(address).svg_data_uri(scale=4, border=4, light="white")


def new_recovery_codes() -> list[str]:
    """
    Codes for the day on which the telephone is gone: each works once. People write them down, so they are short: 49 bits, few enough to
    search a plain hash for. So what is stored is a signature, which says nothing to those who have the database without the platform's key.
    """
    return ["-".join("".join(secrets.choice(_LETTERS) for _ in range(_HALF)) for _ in range(2)) for _ in range(RECOVERY_CODES)]


def with_recovery_codes(factor: SecondFactor, codes: list[str]) -> SecondFactor:
    """The factor with these codes in the place of all earlier ones."""
    return msgspec.structs.replace(factor, recovery_hashes=tuple(_recovery_hash(code) for code in codes))


def after_use(factor: SecondFactor, code: str, *, now: datetime) -> SecondFactor | None:
    """The factor once ``code``, of the app or for recovery, is used; None if it is not right, or was used before."""
    step = _step_of(factor, code, now=now)
    if step is not None:
        return msgspec.structs.replace(factor, last_step=step)
    left = tuple(one for one in factor.recovery_hashes if not encryption.is_signed_for_platform(_plain(code), one, purpose=PURPOSE))
    return None if left == factor.recovery_hashes else msgspec.structs.replace(factor, recovery_hashes=left)


def _recovery_hash(code: str) -> str:
    return encryption.sign_for_platform(_plain(code), purpose=PURPOSE)


def _step_of(factor: SecondFactor, code: str, *, now: datetime) -> int | None:
    totp = pyotp.TOTP(encryption.decrypt_for_platform(factor.secret, purpose=PURPOSE).decode())
    present = int(now.timestamp()) // STEP_S
    digits = _plain(code).encode()
    for step in range(present - DRIFT_STEPS, present + DRIFT_STEPS + 1):
        if step > factor.last_step and hmac.compare_digest(totp.generate_otp(step).encode(), digits):
            return step
    return None


def _plain(code: str) -> str:
    """A code as it is compared, however it was typed: apps show ``123 456``, people write capitals."""
    return "".join(code.split()).replace("-", "").lower()
