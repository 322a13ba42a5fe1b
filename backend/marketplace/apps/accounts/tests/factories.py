"""People for tests, made through the services. ``PASSWORD`` is everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

import pyotp

from marketplace.apps.accounts import queries, services
from marketplace.apps.accounts.types import CUSTOMER, VENDOR, MyProfile, VendorPerson
from marketplace.apps.staff.tests.factories import PASSWORD, SESSION, password_hash
from marketplace.foundation import clock
from marketplace.foundation.rest.tokens import Principal, issue_access_token
from marketplace.kit.actors import Actor
from marketplace.testing import NOW

__all__ = ["PASSWORD", "SESSION", "customer_token", "make_customer", "make_vendor_person", "password_hash", "vendor_person_token"]

STEP = timedelta(seconds=30)  # of an authenticator app's codes
_numbers = count(1)


def make_customer(*, email: str = "", name: str = "Noor Jansen", language: str = "en", now: datetime = NOW) -> MyProfile:
    """A customer of the tenant in scope, with a confirmed address and ``PASSWORD``."""
    email = email or f"customer{next(_numbers)}@example.com"
    customer_id = services.create_customer(email=email, name=name, language=language, password_hash=password_hash(), now=now)
    return queries.get_profile(audience=CUSTOMER, person_id=customer_id)


def make_vendor_person(
    *, vendor_id: str = "ven_of_tests", email: str = "", roles: Sequence[str] = ("owner",), language: str = "en", now: datetime = NOW
) -> VendorPerson:
    """One of a vendor's people, with ``PASSWORD``; the vendor itself is the vendors app's to make."""
    email = email or f"person{next(_numbers)}@vendor.example"
    return services.create_vendor_person(
        vendor_id=vendor_id,
        email=email,
        name="Olga Owner",
        language=language,
        roles=roles,
        password_hash=password_hash(),
        is_email_confirmed=True,
        now=now,
    )


def vendor_person_token(person_id: str, *roles: str, vendor_id: str = "ven_of_tests") -> str:
    """An access token for one of a vendor's people (owner when no role is named), valid now."""
    principal = Principal(
        id=person_id,
        audience=VENDOR,
        session_id=SESSION,
        roles=roles or ("owner",),
        vendor_id=vendor_id,
        authenticated_at=clock.now(),
    )
    return issue_access_token(principal, now=clock.now())


def customer_token(customer_id: str) -> str:
    """An access token of the tenant in scope, valid now."""
    return issue_access_token(Principal(id=customer_id, audience=CUSTOMER, session_id=SESSION), now=clock.now())


class App:
    """What a person's authenticator app does with the secret that it was given."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)

    def code(self, now: datetime = NOW) -> str:
        return self._totp.at(now)


def set_up_second_factor(person_id: str, *, audience: str = VENDOR, session_id: str = "", now: datetime = NOW) -> tuple[App, list[str]]:
    """The app, and the recovery codes, of a person who has set up a second factor a minute before ``now``."""
    then = now - 2 * STEP
    app = App(services.begin_second_factor(audience=audience, person_id=person_id, password=PASSWORD, now=then).secret)
    return app, confirm_second_factor(person_id, app.code(then), audience=audience, session_id=session_id, now=then)


def confirm_second_factor(person_id: str, code: str, *, audience: str = VENDOR, session_id: str = "", now: datetime = NOW) -> list[str]:
    """The recovery codes of a person whose app has shown ``code``."""
    actor = Actor(audience, person_id, "owner", "127.0.0.1")
    return services.confirm_second_factor(
        audience=audience, person_id=person_id, session_id=session_id, code=code, actor=actor, now=now
    ).codes
