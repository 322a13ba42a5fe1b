"""What customers read of a vendor's vacation."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.discovery.types.pages import VacationNotice
from marketplace.apps.vendors.types import VendorView
from marketplace.foundation import tenancy
from marketplace.foundation.rest.language import pick_text

NOTICE = timedelta(days=7)  # before it begins


def vacation_notice(vendor: VendorView, *, language: str, now: datetime) -> VacationNotice | None:
    """The vendor's vacation from a week before it begins until it is over; ``None`` when there is nothing to tell."""
    vacation, today = vendor.vacation, tenancy.current().local_day(now)
    if vacation is None or vacation.ends_on < today or vacation.starts_on > today + NOTICE:
        return None
    text, text_language = pick_text(vacation.texts, language)
    return VacationNotice(
        starts_on=vacation.starts_on,
        reopens_on=vacation.reopens_on,
        is_closed=vacation.covers(today),
        text=text,
        language=text_language,
    )
