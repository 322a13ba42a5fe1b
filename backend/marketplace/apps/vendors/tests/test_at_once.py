"""What must hold when requests come at the same moment: real transactions, on threads."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.accounts import services as account_services
from marketplace.apps.accounts.tests.factories import password_hash
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import LastOwner, VendorNotSelling, VendorStateForbids
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of
from marketplace.apps.vendors.types import CommissionTerms, Vacation
from marketplace.foundation import tenancy
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


def in_scope(tenant, work):
    def run(*args):
        with tenancy.scope(tenant):
            try:
                return work(*args)
            finally:
                connections[tenant.slug].close()

    return run


def test_a_suspension_waits_for_a_checkout_and_checkouts_do_not_wait_for_each_other(eu):
    with tenancy.scope(eu):
        vendor = make_vendor()
    both_hold, may_end = threading.Barrier(3, timeout=60), threading.Event()

    def check_out():
        with tenancy.atomic():
            services.require_selling([vendor.id])
            both_hold.wait()
            may_end.wait(60)
        return queries.get_vendor(vendor.id).state

    def suspend():
        services.suspend_vendor(vendor_id=vendor.id, reason="Complaints", actor=STAFF_ACTOR, now=NOW)

    with ThreadPoolExecutor(3) as threads:
        checkouts = [threads.submit(in_scope(eu, check_out)) for _ in range(2)]
        both_hold.wait()
        suspension = threads.submit(in_scope(eu, suspend))
        with pytest.raises(TimeoutError):
            suspension.result(timeout=0.3)
        may_end.set()
        suspension.result(timeout=60)
        assert [checkout.exception(timeout=60) for checkout in checkouts] == [None, None]

    with tenancy.scope(eu), pytest.raises(VendorNotSelling), tenancy.atomic():
        services.require_selling([vendor.id])


def test_a_vacation_waits_for_a_checkout_that_has_begun(eu):
    with tenancy.scope(eu):
        vendor = make_vendor()
    holds, may_end = threading.Event(), threading.Event()

    def check_out():
        with tenancy.atomic():
            services.require_taking_orders([vendor.id], now=NOW)
            holds.set()
            may_end.wait(60)
            services.require_taking_orders([vendor.id], now=NOW)

    def go_away():
        vacation = Vacation(starts_on=NOW.date(), ends_on=NOW.date())
        services.set_vacation(vendor_id=vendor.id, etag=vendor.etag, vacation=vacation, actor=VENDOR_ACTOR, now=NOW)

    with ThreadPoolExecutor(2) as threads:
        checkout = threads.submit(in_scope(eu, check_out))
        assert holds.wait(60)
        vacation = threads.submit(in_scope(eu, go_away))
        with pytest.raises(TimeoutError):
            vacation.result(timeout=0.3)
        may_end.set()
        vacation.result(timeout=60)
        assert checkout.exception(timeout=60) is None

    with tenancy.scope(eu), pytest.raises(VendorNotSelling), tenancy.atomic():
        services.require_taking_orders([vendor.id], now=NOW)


def test_vacations_are_announced_next_to_checkouts_of_the_same_vendors(eu):
    """Who locks vendors in another order than a checkout waits for it while it waits for them."""
    day = NOW.date() + timedelta(days=3)
    with tenancy.scope(eu):
        first, second = sorted((make_vendor() for _ in range(2)), key=lambda vendor: vendor.id)
        for vendor in (second, first):  # so that a table's own order is not that of the ids
            vacation = Vacation(starts_on=day, ends_on=day)
            services.set_vacation(vendor_id=vendor.id, etag=vendor.etag, vacation=vacation, actor=VENDOR_ACTOR, now=NOW)
    holds, may_go_on = threading.Event(), threading.Event()

    def check_out():
        with tenancy.atomic():
            services.require_selling([first.id])
            holds.set()
            may_go_on.wait(60)
            services.require_selling([first.id, second.id])

    with ThreadPoolExecutor(2) as threads:
        checkout = threads.submit(in_scope(eu, check_out))
        assert holds.wait(60)
        announced = threads.submit(in_scope(eu, lambda: services.announce_vacations(now=NOW + timedelta(days=3))))
        with pytest.raises(TimeoutError):
            announced.result(timeout=0.5)
        may_go_on.set()
        assert checkout.exception(timeout=60) is None
        assert announced.result(timeout=60) == 2


def test_two_owners_who_remove_each_other_at_once_do_not_both_succeed(eu):
    with tenancy.scope(eu):
        vendor = make_vendor()
        other = account_services.create_vendor_person(
            vendor_id=vendor.id,
            email="other@example.com",
            name="Other",
            language="en",
            roles=["owner"],
            password_hash=password_hash(),
            is_email_confirmed=True,
            now=NOW,
        )
        owners = [owner_of(vendor.id), other.id]

    def remove(person_id):
        with suppress(LastOwner):
            services.remove_member(vendor_id=vendor.id, person_id=person_id, actor=VENDOR_ACTOR, now=NOW)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(in_scope(eu, remove), owners))

    with tenancy.scope(eu):
        assert account_queries.count_owners(vendor.id) == 1


def test_of_many_approvals_at_once_one_is_executed(eu):
    with tenancy.scope(eu):
        vendor = make_vendor(state="pending")

    def approve(_):
        try:
            services.approve_vendor(vendor_id=vendor.id, actor=STAFF_ACTOR, now=NOW)
        except VendorStateForbids:
            return 0
        return 1

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(in_scope(eu, approve), range(6))) == 1


def test_plans_set_at_once_have_versions_of_their_own(eu):
    with tenancy.scope(eu):
        vendor = make_vendor()

    def set_plan(percent_bp):
        terms = CommissionTerms(percent_bp=percent_bp)
        return services.set_commission_plan(vendor_id=vendor.id, terms=terms, reason="Race", actor=STAFF_ACTOR, now=NOW).plan.version

    with ThreadPoolExecutor(6) as threads:
        assert sorted(threads.map(in_scope(eu, set_plan), range(100, 700, 100))) == [2, 3, 4, 5, 6, 7]


def test_applicants_of_one_name_at_once_get_slugs_of_their_own(eu):
    def apply(_):
        return make_vendor(name="Delft Ceramics", state="pending").slug

    with ThreadPoolExecutor(5) as threads:
        slugs = list(threads.map(in_scope(eu, apply), range(5)))

    assert len(set(slugs)) == 5
