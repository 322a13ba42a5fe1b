"""Staff looking at the shop as a customer sees it: for a quarter of an hour, changing nothing, and shown to the customer."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts.errors import InvalidToken
from marketplace.apps.accounts.models import Session
from marketplace.apps.accounts.services import logins as people
from marketplace.apps.accounts.services import one_time
from marketplace.apps.accounts.services.sessions import SCHEME
from marketplace.apps.accounts.types import CUSTOMER, AccessToken, SupportViewLink
from marketplace.foundation import audit, mail, rows, tenancy
from marketplace.foundation.rest import tokens
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import new_id


def offer_support_view(*, customer_id: str, reason: str, actor: Actor, now: datetime) -> SupportViewLink:
    """
    A link to the shop, by which the member of staff sees it as the customer does. It works once, within a minute.

    :raises NotFound: if there is no such customer, or none who may log in
    """
    person = people.find_person_by_id(CUSTOMER, customer_id)
    if person is None or not person.is_active:
        raise NotFound
    with tenancy.atomic():
        details = {"staff_id": actor.id, "role": actor.role}
        token = one_time.issue(one_time.SUPPORT_VIEW, audience=CUSTOMER, email=person.email, person_id=person.id, details=details, now=now)
        audit.record(actor=actor, action="customer.support_view_offered", resource=person.id, reason=reason, now=now)
    return SupportViewLink(url=mail.web_url("/support-view", token=token), expires_at=now + one_time.LIVES[one_time.SUPPORT_VIEW])


def begin_support_view(*, token: str, address: str, user_agent: str, now: datetime) -> AccessToken:
    """
    The access token of a session that reads as the customer and ends with it: there is no refresh token.

    :raises InvalidToken: if the link is unknown, used or too old, or the customer may not log in any more
    """
    with tenancy.atomic():
        row = one_time.take_unused(token, one_time.SUPPORT_VIEW, refusal=InvalidToken, now=now)
        person = people.find_person_by_id(CUSTOMER, row.person_id)
        if person is None or not person.is_active:
            raise InvalidToken
        one_time.use(token, one_time.SUPPORT_VIEW, person_id=person.id, refusal=InvalidToken, now=now)
        staff = Actor("staff", row.details["staff_id"], row.details["role"], address)
        session = Session(
            id=new_id("ses", at=now),
            audience=CUSTOMER,
            person_id=person.id,
            created_at=now,
            refreshed_at=now,
            expires_at=now + tokens.LIFE,
            address=address[:45],
            user_agent=user_agent[:200],
            acting_staff_id=staff.id,
        )
        rows.insert(session)
        audit.record(actor=staff, action="customer.support_view_begun", resource=person.id, now=now)
    principal = tokens.Principal(id=person.id, audience=CUSTOMER, session_id=session.id, acting_staff_id=staff.id)
    return AccessToken(
        access_token=tokens.issue_access_token(principal, now=now),
        token_type=SCHEME,
        expires_in_s=int(tokens.LIFE.total_seconds()),
    )
