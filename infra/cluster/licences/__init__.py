"""
Under which licence each package is that the marketplace is made of, and whether that licence is one we may ship (``make licences``).

A licence is an expression of SPDX: what a package states itself, or what its classifiers or its text mean. What cannot be read is refused,
as a licence that is not allowed is: a person has to look, and enter it in ``found.toml``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

# What asks for a notice at most, and may be in a program of any licence.
PERMISSIVE = frozenset(
    [
        "0BSD",
        "Apache-2.0",
        "BlueOak-1.0.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSD-3-Clause-Modification",
        "CC-BY-4.0",
        "CC0-1.0",
        "Etalab-2.0",
        "ISC",
        "LicenseRef-Public-Domain",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "OFL-1.1",
        "PSF-2.0",
        "Python-2.0",
        "Zlib",
    ]
)
# What asks for its own changed files, or for a way to replace it: used as it comes, by Python's import or as a file of its own.
WEAK = frozenset(["Artistic-1.0-Perl", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"])
# Only in the environment of tests and tools: it is in no image.
NOT_SHIPPED = frozenset(["GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later"])
_WORD = re.compile(r"\(|\)|\bAND\b|\bOR\b|\bWITH\b|[\w.+-]+")


class Package(NamedTuple):
    """``licence`` is an expression, or empty where nobody could read it."""

    ecosystem: str
    name: str
    version: str
    licence: str
    is_shipped: bool


def refusals(packages: list[Package]) -> list[str]:
    """Why packages may not be used, one sentence each."""
    found = []
    for package in packages:
        place = f"{package.ecosystem} {package.name} {package.version}"
        if not package.licence:
            found.append(f"{place}: its licence cannot be read; look, and enter it in infra/cluster/licences/found.toml")
        elif not is_allowed(package.licence, is_shipped=package.is_shipped):
            found.append(f"{place}: {package.licence} is not allowed{' in what is shipped' if package.is_shipped else ''}")
    return found


def is_allowed(expression: str, *, is_shipped: bool) -> bool:
    """Of ``A OR B`` one has to be allowed, of ``A AND B`` both; an exception (``WITH``) only adds rights."""
    allowed = PERMISSIVE | WEAK | (frozenset() if is_shipped else NOT_SHIPPED)
    words = _WORD.findall(expression)
    place = 0

    def any_of() -> bool:
        nonlocal place
        found = all_of()
        while place < len(words) and words[place] == "OR":
            place += 1
            found = all_of() or found
        return found

    def all_of() -> bool:
        nonlocal place
        found = one()
        while place < len(words) and words[place] == "AND":
            place += 1
            found = one() and found
        return found

    def one() -> bool:
        nonlocal place
        word = words[place]
        place += 1
        if word == "(":
            found = any_of()
            place += 1
            return found
        if place < len(words) and words[place] == "WITH":
            place += 2
        return word in allowed

    return bool(words) and any_of() and place == len(words)
