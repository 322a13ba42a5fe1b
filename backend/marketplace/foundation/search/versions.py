"""
Tickets that order what is written to search.

A task that indexes something takes a ticket first and reads the thing afterwards: a higher ticket has then read at least what a lower one
could, so the engine may keep the highest and the index ends up with the latest state, whichever way workers overtake each other.
"""

from __future__ import annotations

from django.db import connections

from marketplace.foundation import tenancy


def take_version() -> int:
    """A number above all that were taken before, in the tenant in scope."""
    with connections[tenancy.current().slug].cursor() as cursor:
        cursor.execute("SELECT nextval('search_versions')")
        (version,) = cursor.fetchone()
    return int(version)
