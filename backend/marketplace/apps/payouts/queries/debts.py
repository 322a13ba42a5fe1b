"""What vendors owe: refunds and disputes of what was paid out, commissions on cash. Their next sales net it."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.payouts.models import DebtWarning
from marketplace.apps.payouts.queries import unpaid_earnings
from marketplace.apps.payouts.region_settings import VENDOR_DEBT_LIMIT_MINOR
from marketplace.apps.payouts.types import Debt
from marketplace.kit.errors import NotFound
from marketplace.kit.money import Money
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def debts_over_limit(*, now: datetime) -> list[Debt]:
    """The debts for which nothing is paid now. No query where the region has no limit."""
    limits = VENDOR_DEBT_LIMIT_MINOR.current()
    found = unpaid_earnings.debts(until=now) if limits else []
    return [debt for debt in found if is_over_limit(debt.amount)]


def is_over_limit(debt: Money) -> bool:
    """Whether a vendor that owes this is paid nothing, in any currency. No query."""
    limit = VENDOR_DEBT_LIMIT_MINOR.current().get(debt.currency)
    return limit is not None and debt.minor > limit


def debt_limit(currency: str) -> Money | None:
    """What a vendor may owe in this currency; None where there is no limit."""
    minor = VENDOR_DEBT_LIMIT_MINOR.current().get(currency)
    return None if minor is None else Money(minor, currency)


def get_debt_warning(warning_id: str) -> DebtWarning:
    """:raises NotFound: if there is none"""
    warning = DebtWarning.objects.filter(pk=warning_id).first()
    if warning is None:
        raise NotFound
    return warning


def list_debt_warnings(page: PageRequest, *, vendor_id: str = "", is_open: bool | None = None) -> Page[DebtWarning]:
    """Newest first, ended ones included unless ``is_open`` says which."""
    warnings = DebtWarning.objects.order_by("-id")
    if vendor_id:
        warnings = warnings.filter(vendor_id=vendor_id)
    if is_open is not None:
        warnings = warnings.filter(ended_at__isnull=is_open)
    if page.cursor:
        warnings = warnings.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(warnings[: page.limit + 1]), page, position=lambda warning: warning.pk)
