"""Staff for tests. Its members are in the platform's database, its tokens belong to the tenant in scope."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from itertools import count

from django.contrib.auth.hashers import make_password

from marketplace.apps.staff import services
from marketplace.apps.staff.types import StaffView
from marketplace.foundation import clock
from marketplace.foundation.rest.tokens import STAFF, Principal, issue_access_token
from marketplace.kit.actors import Actor
from marketplace.testing import NOW

PASSWORD = "correct horse battery staple"  # everybody's, customers' and vendors' people's too
SESSION = "ses_of_tests"
STAFF_ACTOR = Actor("staff", "stf_of_tests", "admin", "127.0.0.1")

_numbers = count(1)


@cache
def password_hash() -> str:
    """One hash for all: Argon2 is slow on purpose."""
    return make_password(PASSWORD)


def make_staff_member(*roles: str, email: str = "", name: str = "Sam Operator", now: datetime = NOW) -> StaffView:
    """A member with the roles (admin when none is named) and ``PASSWORD``."""
    email = email or f"staff{next(_numbers)}@example.com"
    return services.create_member(email=email, name=name, roles=roles or ("admin",), password_hash=password_hash(), now=now)


def staff_token(*roles: str, member_id: str = "stf_of_tests") -> str:
    """An access token with the roles (admin when none is named), of a person who has just logged in, valid now."""
    now = clock.now()
    principal = Principal(id=member_id, audience=STAFF, session_id=SESSION, roles=roles or ("admin",), authenticated_at=now)
    return issue_access_token(principal, now=now)
