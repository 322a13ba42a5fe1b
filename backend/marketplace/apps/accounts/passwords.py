"""Passwords: what they must be, and how they are kept (Argon2). Hash outside transactions: it is slow on purpose."""

from __future__ import annotations

import unicodedata

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MIN_LENGTH = 10
MAX_LENGTH = 128  # a longer one would only make the hash expensive

_common = CommonPasswordValidator()


def check_strength(password: str, *, email: str, field: str = "password") -> None:
    """:raises InvalidInput: if it is too short, too long, known to every attacker, or made of the e-mail address"""
    text = _normal(password)
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH:
        raise _weak(field, "password_length", Text("From {min_length} to {limit} characters", min_length=MIN_LENGTH, limit=MAX_LENGTH))
    try:
        _common.validate(text)
    except ValidationError:
        raise _weak(field, "password_too_common", Text("This password is on the lists that attackers try first")) from None
    local_part = email.partition("@")[0].lower()
    if text.lower() in (email.lower(), local_part * 2) or (len(local_part) >= 4 and text.lower().strip("0123456789!?.") == local_part):
        raise _weak(field, "password_like_email", Text("Must not be made of the e-mail address"))


def hash_password(password: str) -> str:
    return make_password(_normal(password))


def is_right(password: str, stored: str) -> bool:
    """Whether ``password`` is the one behind the hash. Takes as long for no hash at all, so that time tells nothing."""
    text = _normal(password)
    if len(text) > MAX_LENGTH:
        return False
    if not stored:
        make_password(text)
        return False
    return check_password(text, stored)


def _normal(password: str) -> str:
    # The same letters typed on another keyboard may arrive in another composition.
    return unicodedata.normalize("NFKC", password)


def _weak(field: str, code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, code, message)])
