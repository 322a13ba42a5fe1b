"""Passwords: what they must be, and how they are kept (Argon2). Hash outside transactions: it is slow on purpose."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from marketplace.apps.accounts.domain.known_words import is_made_of_known_words
from marketplace.apps.accounts.errors import HashingBusy
from marketplace.kit import limits
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.normal_forms import normalize
from marketplace.kit.texts import Text

MIN_LENGTH = 10
MAX_LENGTH = 128  # a longer one would only make the hash expensive

# Each hash takes 100 MB (Django's Argon2 parameters) and a core: this many at once in a process, whatever number of threads it has.
HASHES_AT_ONCE = limits.declare(
    "accounts.hashes_at_once",
    2,
    "hashes",
    "Password hashes at a time in a process; 503 `hashing_busy` after 5 seconds of waiting.",
)

_turns = threading.BoundedSemaphore(HASHES_AT_ONCE)
_common = CommonPasswordValidator()


def check_strength(password: str, *, email: str, names: Iterable[str], field: str = "password") -> None:
    """
    ``names`` are what else is known of the person: the own name, that of the shop.

    :raises InvalidInput: if it is too short, too long, known to every attacker, or made of known words
    """
    text = _normal(password)
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH:
        raise _weak(field, "password_length", Text("From {min_length} to {limit} characters", min_length=MIN_LENGTH, limit=MAX_LENGTH))
    try:
        _common.validate(text)
    except ValidationError:
        raise _weak(field, "password_too_common", Text("This password is on the lists that attackers try first")) from None
    if text.lower() == email.lower() or is_made_of_known_words(text, own=[email.partition("@")[0], *names]):
        raise _weak(field, "password_of_known_words", Text("Must not be made of your name, your e-mail address or the marketplace's name"))


def hash_password(password: str) -> str:
    """:raises HashingBusy: if no turn comes within seconds"""
    with turn():
        return make_password(_normal(password))


def is_right(password: str, stored: str) -> bool:
    """
    Whether ``password`` is the one behind the hash. Takes as long for no hash at all, so that the time reveals nothing.

    :raises HashingBusy: if no turn comes within seconds
    """
    text = _normal(password)
    if len(text) > MAX_LENGTH:
        return False
    with turn():
        if not stored:
            make_password(text)
            return False
        return check_password(text, stored)


@contextmanager
def turn() -> Iterator[None]:
    """One of ``HASHES_AT_ONCE``. :raises HashingBusy: if none comes within seconds"""
    if not _turns.acquire(timeout=settings.HASHING_TURN_TIMEOUT_S):
        raise HashingBusy(retry_after_s=2)
    try:
        yield
    finally:
        _turns.release()


def _normal(password: str) -> str:
    # The same letters typed on another keyboard may arrive in another composition.
    return normalize("NFKC", password)


def _weak(field: str, code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, code, message)])
