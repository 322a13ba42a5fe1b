"""Codes of gift cards: how they are written, and how people's spelling of them is read. Pure."""

from __future__ import annotations

# Crockford's base 32: without I, L, O and U, which are read as other characters or make words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16  # of 5 bits each: 80 bits, which nobody guesses
GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def code_of(number: int) -> str:
    """The code of a random number of at least 80 bits, such as ``7M4K-0QXR-93TB-VH2C``."""
    letters = "".join(ALPHABET[number >> 5 * place & 31] for place in range(CODE_LENGTH))
    return "-".join(letters[start : start + GROUP] for start in range(0, CODE_LENGTH, GROUP))


def normal_code(code: str) -> str:
    """The code as it is hashed: small letters, look-alikes, spaces and hyphens make no difference."""
    return code.upper().translate(_READ_AS)
