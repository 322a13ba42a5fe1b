from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from django.db.models import OuterRef, QuerySet, Subquery

from marketplace.apps.accounts.errors import OrderingBlocked
from marketplace.apps.accounts.models import Account, Consent, SavedAddressRow, Session
from marketplace.apps.accounts.region_settings import REQUIRES_SECOND_FACTOR
from marketplace.apps.accounts.types import (
    CUSTOMER,
    SESSION_LIVES,
    STAFF,
    VENDOR,
    Address,
    Block,
    ConsentPurpose,
    ConsentRecord,
    ConsentSource,
    Contact,
    CustomerView,
    MyProfile,
    MySession,
    Passkey,
    PasskeyView,
    SavedAddress,
    SecondFactor,
    SecondFactorView,
    SessionView,
    SupportView,
    VendorPerson,
)
from marketplace.apps.staff import queries as staff_queries
from marketplace.foundation.rows.pages import sorted_page
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.errors import NotFound
from marketplace.kit.pages import Page, PageRequest, Sorting, decode_cursor, page_of
from marketplace.kit.plain_text import clean_email


def contacts_by_id(account_ids: Iterable[str]) -> dict[str, Contact]:
    """Whom to write to, of the accounts that exist."""
    rows = Account.objects.filter(pk__in=set(account_ids)).values("id", "email", "name", "language")
    return {row["id"]: Contact(**row) for row in rows}


def who_agreed_to(purpose: ConsentPurpose, account_ids: Iterable[str]) -> list[Contact]:
    """Those of the customers who agree to it by now, to write to; nobody who is blocked. One query."""
    found = _agreed(purpose).filter(pk__in=set(account_ids)).order_by("id").values("id", "email", "name", "language")
    return [Contact(**row) for row in found]


def whose_addresses_agreed_to(purpose: ConsentPurpose, addresses: Iterable[str]) -> dict[str, str]:
    """The ids, by address, of the customers at these addresses who agree to it by now; nobody who is blocked. One query."""
    return dict(_agreed(purpose).filter(email__in=set(addresses)).values_list("email", "pk"))


def _agreed(purpose: ConsentPurpose) -> QuerySet[Account]:
    latest = Consent.objects.filter(account=OuterRef("pk"), purpose=purpose).order_by("-id").values("is_granted")[:1]
    return Account.objects.filter(audience=CUSTOMER, is_active=True, blocked_at=None).annotate(agrees=Subquery(latest)).filter(agrees=True)


def vendor_contacts(vendor_id: str, *roles: str) -> list[Contact]:
    """A vendor's people who have one of the roles (all when none is named), to write to: only at addresses that they have confirmed."""
    accounts = Account.objects.filter(audience=VENDOR, vendor_id=vendor_id, is_active=True, email_confirmed_at__isnull=False)
    if roles:
        accounts = accounts.filter(roles__overlap=list(roles))
    return [Contact(**row) for row in accounts.order_by("id").values("id", "email", "name", "language")]


def get_profile(*, audience: str, person_id: str) -> MyProfile:
    """:raises NotFound: if there is no such person"""
    if audience == STAFF:
        return _staff_profile(person_id)
    account = Account.objects.filter(audience=audience, pk=person_id).first()
    if account is None:
        raise NotFound
    return MyProfile(
        id=account.id,
        audience=account.audience,
        email=account.email,
        name=account.name,
        language=account.language,
        phone=account.phone,
        roles=tuple(account.roles),
        vendor_id=account.vendor_id,
        is_email_confirmed=account.email_confirmed_at is not None,
        created_at=account.created_at,
        etag=account.etag,
    )


def list_addresses(account_id: str) -> list[SavedAddress]:
    """The whole book (at most 50), oldest first."""
    return [saved_address_of(row) for row in SavedAddressRow.objects.filter(account_id=account_id).order_by("id")]


def list_consents(account_id: str) -> list[ConsentRecord]:
    """All that the person agreed to or took back, the latest first."""
    rows = Consent.objects.filter(account_id=account_id).order_by("-id")
    return [
        ConsentRecord(
            purpose=ConsentPurpose(row.purpose),
            is_granted=row.is_granted,
            text=row.text,
            language=row.language,
            source=ConsentSource(row.source),
            at=row.at,
        )
        for row in rows
    ]


def list_sessions(person_id: str) -> list[SessionView]:
    """Logins of a person that are still known, the latest first."""
    rows = Session.objects.filter(person_id=person_id, acting_staff_id="").order_by("-created_at")
    return [SessionView(**{name: getattr(row, name) for name in SessionView.__struct_fields__}) for row in rows]


def list_own_sessions(*, audience: str, person_id: str, session_id: str, page: PageRequest, now: datetime) -> Page[MySession]:
    """
    Where a person is logged in now, the latest first; ``session_id`` is the one that asks. Not those that nobody can refresh any more:
    unused for too long, or, of staff, ended in another region. :raises NotFound: if there is no such member of staff
    """
    not_idle = now - SESSION_LIVES[audience].idle
    live = Session.objects.filter(person_id=person_id, ended_at=None, expires_at__gt=now, refreshed_at__gt=not_idle)
    live = live.filter(acting_staff_id="").order_by("-id")
    if audience == STAFF and (ended_at := staff_queries.get_member(person_id).sessions_ended_at):
        live = live.filter(created_at__gt=ended_at)
    if page.cursor:
        live = live.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(live[: page.limit + 1]), page, position=lambda session: session.id).map(
        lambda session: MySession(
            id=session.id,
            created_at=session.created_at,
            refreshed_at=session.refreshed_at,
            address=session.address,
            user_agent=session.user_agent,
            has_second_factor=session.has_second_factor,
            is_this_one=session.id == session_id,
        )
    )


def list_support_views(*, customer_id: str, page: PageRequest) -> Page[SupportView]:
    """When members of staff looked at the shop as the customer, the latest first."""
    views = Session.objects.filter(person_id=customer_id).exclude(acting_staff_id="").order_by("-id")
    if page.cursor:
        views = views.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(views[: page.limit + 1]), page, position=lambda session: session.id).map(_support_view)


def all_support_views(customer_id: str) -> list[SupportView]:
    """The same, all of them, for the copy of a customer's data."""
    return [_support_view(row) for row in Session.objects.filter(person_id=customer_id).exclude(acting_staff_id="").order_by("-id")]


def get_second_factor(*, audience: str, person_id: str) -> SecondFactorView:
    """Whether one of a vendor's people, or of staff, has a second factor. :raises NotFound: if there is no such person"""
    if audience == STAFF:
        stored = staff_queries.get_member(person_id).second_factor
    else:
        account = Account.objects.filter(audience=audience, pk=person_id).first()
        if account is None:
            raise NotFound
        stored = account.second_factor
    factor = None if stored is None else msgspec.convert(stored, SecondFactor)
    is_on = factor is not None and factor.confirmed_at is not None
    return SecondFactorView(
        is_on=is_on,
        is_required=REQUIRES_SECOND_FACTOR.current(),
        confirmed_at=factor.confirmed_at if factor else None,
        recovery_codes_left=len(factor.recovery_hashes) if factor and is_on else 0,
        passkeys=[passkey_view_of(one) for one in factor.known_passkeys] if factor else [],
    )


def passkey_view_of(passkey: Passkey) -> PasskeyView:
    return PasskeyView(id=passkey.id, name=passkey.name, host=passkey.host, added_at=passkey.added_at)


def get_address(*, account_id: str, address_id: str) -> SavedAddress:
    """:raises NotFound: if the customer has no such address"""
    row = SavedAddressRow.objects.filter(account_id=account_id, pk=address_id).first()
    if row is None:
        raise NotFound
    return saved_address_of(row)


def list_vendor_people(vendor_id: str) -> list[VendorPerson]:
    return [vendor_person_of(account) for account in Account.objects.filter(audience=VENDOR, vendor_id=vendor_id).order_by("id")]


def get_vendor_person(*, vendor_id: str, person_id: str) -> VendorPerson:
    """:raises NotFound: if the vendor has no such person"""
    account = Account.objects.filter(audience=VENDOR, vendor_id=vendor_id, pk=person_id).first()
    if account is None:
        raise NotFound
    return vendor_person_of(account)


def count_owners(vendor_id: str) -> int:
    """Owners who can log in: those who have not confirmed their address do not count."""
    owners = Account.objects.filter(audience=VENDOR, vendor_id=vendor_id, roles__contains=["owner"], is_active=True)
    return owners.filter(email_confirmed_at__isnull=False).exclude(password="").count()


_NEWEST_FIRST = Sorting("created_at", descending=True)
_SORTED_BY = {"created_at": "pk", "email": "email"}


def list_customers(*, email_prefix: str = "", sort: Sorting | None = None, page: PageRequest) -> Page[CustomerView]:
    """Customers, newest first unless ``sort`` says otherwise."""
    # A customer's address is always confirmed; saying so lets the index of confirmed addresses be used.
    accounts = Account.objects.filter(audience=CUSTOMER, email_confirmed_at__isnull=False)
    if email_prefix:
        accounts = accounts.filter(email__startswith=email_prefix.strip().lower())
    sorting = sort or _NEWEST_FIRST
    return sorted_page(accounts, page, sorting, by=_SORTED_BY[sorting.column]).map(_customer_view)


def get_customer(customer_id: str) -> CustomerView:
    """:raises NotFound: if there is no such customer"""
    account = Account.objects.filter(audience=CUSTOMER, pk=customer_id).first()
    if account is None:
        raise NotFound
    return _customer_view(account)


def check_may_order(email: str) -> None:
    """:raises OrderingBlocked: if staff have blocked the customer who has that address, by one statement"""
    if Account.objects.filter(audience=CUSTOMER, email=clean_email(email), blocked_at__isnull=False).exists():
        raise OrderingBlocked


def saved_address_of(row: SavedAddressRow) -> SavedAddress:
    return SavedAddress(
        id=row.id,
        label=row.label,
        address=msgspec.convert(row.address, Address),
        is_default_shipping=row.is_default_shipping,
        is_default_billing=row.is_default_billing,
        created_at=row.created_at,
        etag=str(row.version),
    )


def vendor_person_of(account: Account) -> VendorPerson:
    return VendorPerson(
        id=account.id,
        email=account.email,
        name=account.name,
        language=account.language,
        roles=tuple(account.roles),
        has_password=bool(account.password),
        is_email_confirmed=account.email_confirmed_at is not None,
        has_second_factor=bool(account.second_factor and account.second_factor["confirmed_at"]),
        created_at=account.created_at,
        etag=account.etag,
    )


def _support_view(session: Session) -> SupportView:
    return SupportView(id=session.id, begun_at=session.created_at, ended_at=session.ended_at or session.expires_at)


def _customer_view(account: Account) -> CustomerView:
    return CustomerView(
        id=account.id,
        email=account.email,
        name=account.name,
        language=account.language,
        phone=account.phone,
        is_active=account.is_active and account.blocked_at is None,
        created_at=account.created_at,
        block=Block(at=account.blocked_at, reason=account.block_reason) if account.blocked_at else None,
    )


def _staff_profile(person_id: str) -> MyProfile:
    member = staff_queries.get_member(person_id)
    return MyProfile(
        id=member.id,
        audience=STAFF,
        email=member.email,
        name=member.name,
        language=member.language,
        phone="",
        roles=member.roles,
        vendor_id="",
        is_email_confirmed=True,
        created_at=member.created_at,
        etag=str(member.version),
    )


def missing_staff_login(tenant: Tenant) -> list[str]:
    """What is left to do in a new region, in whose scope this is asked: a first member of staff logs in there."""
    return [] if Session.objects.filter(audience=STAFF).exists() else [f"no member of staff has logged in to {tenant.slug} yet"]
