"""What is asked of VIES, what is kept of its answers, and who owes the VAT on commission by them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connections

from marketplace.apps.tax import queries, services
from marketplace.apps.tax.domain.union import ViesNumber, is_across_a_border, vies_number
from marketplace.apps.tax.errors import NoVatNumberToCheck
from marketplace.apps.tax.models import VatNumberCheck
from marketplace.apps.tax.tests.vies_server import BELGIAN, with_operator
from marketplace.apps.vendors import queries as vendor_queries
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.tenancy import ForbiddenInTransaction
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def region(eu):
    with with_operator(eu, vat_check_refresh_days=30, vat_check_trusted_days=90) as scoped:
        yield scoped


@pytest.fixture
def belgian(region, vies):
    """A vendor in BE whose number VIES knows."""
    vies.valid.add(BELGIAN)
    return make_vendor(country="BE", vat_number=BELGIAN)


def fee_vat(vendor, at=NOW):
    return queries.fee_vat_of([vendor.id], now=at)[vendor.id]


class TestAsking:
    def test_asks_in_the_operators_name_and_keeps_answer_time_and_consultation_number(self, belgian, vies):
        check = services.check_vat_number(vendor_id=belgian.id, now=NOW)

        assert vies.questions == [
            {"countryCode": "BE", "vatNumber": "0000000196", "requesterMemberStateCode": "NL", "requesterNumber": "123456782B90"}
        ]
        assert (check.outcome, check.consultation_number, check.checked_at) == ("valid", "WAPIAAAA0001", NOW)
        assert (check.name, check.address, check.requester) == ("Zilver NV", "Meir 1\n2000 Antwerpen", "NL123456782B90")
        assert VatNumberCheck.objects.get().as_view() == check

    @pytest.mark.parametrize(
        "fault", ["MS_UNAVAILABLE", "MS_MAX_CONCURRENT_REQ", "GLOBAL_MAX_CONCURRENT_REQ", "SERVICE_UNAVAILABLE", "TIMEOUT", "VAT_BLOCKED"]
    )
    def test_a_member_state_that_says_nothing_is_no_answer(self, belgian, vies, fault):
        vies.faults["BE"] = fault

        check = services.check_vat_number(vendor_id=belgian.id, now=NOW)

        assert (check.outcome, check.error, check.consultation_number) == ("no_answer", fault, "")

    def test_a_number_that_vies_cannot_read_is_not_valid(self, belgian, vies):
        vies.faults["BE"] = "INVALID_INPUT"

        check = services.check_vat_number(vendor_id=belgian.id, now=NOW)

        assert (check.outcome, check.error) == ("invalid", "INVALID_INPUT")

    @pytest.mark.parametrize("body", [b"<html>", b"{}", b"[]", b'{"valid": "yes"}', b'{"valid": null}', b"x" * 200_000])
    def test_nonsense_is_no_answer(self, belgian, vies, body):
        vies.body = body

        assert services.check_vat_number(vendor_id=belgian.id, now=NOW).outcome == "no_answer"

    def test_nobody_there_is_no_answer(self, belgian, settings):
        settings.VIES_URL = "http://127.0.0.1:9"
        assert services.check_vat_number(vendor_id=belgian.id, now=NOW).error == "NO_CONNECTION"
        settings.VIES_URL = ""
        assert services.check_vat_number(vendor_id=belgian.id, now=NOW).error == "NOT_SET_UP"

    def test_never_asks_inside_a_transaction(self, belgian):
        with pytest.raises(ForbiddenInTransaction), tenancy.atomic():
            services.check_vat_number(vendor_id=belgian.id, now=NOW)

    @pytest.mark.parametrize(("country", "vat_number"), [("NL", "NL000000103B01"), ("BE", "")])
    def test_refuses_a_vendor_about_whom_vies_is_not_asked(self, region, vies, country, vat_number):
        vendor = make_vendor(country=country, vat_number=vat_number)

        with pytest.raises(NoVatNumberToCheck):
            services.check_vat_number(vendor_id=vendor.id, now=NOW)
        assert vies.questions == []

    def test_what_was_kept_cannot_be_changed(self, belgian):
        services.check_vat_number(vendor_id=belgian.id, now=NOW)

        for statement in ("UPDATE vat_number_checks SET outcome = 'invalid'", "DELETE FROM vat_number_checks"):
            with pytest.raises(DatabaseError, match="append-only"):
                sql.run(statement, {})


class TestWhenItIsAsked:
    def test_once_a_number_is_set_and_once_it_is_changed(self, belgian, vies, drain):
        drain()
        assert [question["vatNumber"] for question in vies.questions] == ["0000000196"]
        other = "BE0000000295"
        etag = vendor_queries.get_vendor(belgian.id).etag
        vendor_services.change_profile(vendor_id=belgian.id, etag=etag, changes={"vat_number": other}, actor=VENDOR_ACTOR, now=NOW)
        drain()
        etag = vendor_queries.get_vendor(belgian.id).etag
        vendor_services.change_profile(vendor_id=belgian.id, etag=etag, changes={"phone": "1"}, actor=VENDOR_ACTOR, now=NOW)
        drain()

        assert [question["vatNumber"] for question in vies.questions] == ["0000000196", "0000000295"]

    def test_again_when_the_answer_is_old_and_sooner_without_a_good_one(self, belgian, vies):
        def asked(days):
            return services.check_due_vat_numbers(now=NOW + timedelta(days=days))

        assert (asked(0), asked(1), asked(29), asked(30)) == (1, 0, 0, 1)
        vies.faults["BE"] = "MS_UNAVAILABLE"
        assert (asked(60), asked(60.1)) == (1, 1)
        vies.faults.clear()
        vies.valid.clear()
        assert (asked(61), asked(61.5), asked(62)) == (1, 0, 1)

    def test_before_the_last_answer_counts_no_more_whatever_the_settings_are(self, eu, vies):
        vies.valid.add(BELGIAN)
        with with_operator(eu, vat_check_refresh_days=60, vat_check_trusted_days=20):
            vendor = make_vendor(country="BE", vat_number=BELGIAN)
            for days in (0, 20, 40):
                assert services.check_due_vat_numbers(now=NOW + timedelta(days=days)) == 1
                assert fee_vat(vendor, NOW + timedelta(days=days)).rate_bp == 0

    def test_again_in_the_name_of_the_operator_once_that_has_another_number(self, eu, belgian, vies):
        services.check_due_vat_numbers(now=NOW)
        with with_operator(eu, operator_vat_number="NL000000103B01"):
            assert fee_vat(belgian).rate_bp == 2100
            assert services.check_due_vat_numbers(now=NOW + timedelta(seconds=1)) == 1
            assert fee_vat(belgian, NOW + timedelta(seconds=1)).rate_bp == 0

    def test_never_about_a_vendor_that_has_left(self, belgian, vies):
        make_vendor(country="BE", vat_number="BE0000000295", state="closed")

        assert services.check_due_vat_numbers(now=NOW) == 1
        assert [question["vatNumber"] for question in vies.questions] == ["0000000196"]

    def test_a_number_that_is_removed_meanwhile_keeps_no_other_from_being_asked_about(self, belgian, vies):
        others = [make_vendor(country="BE", vat_number=number) for number in ("BE0000000295", "BE0000000394")]
        scoped = tenancy.current()

        def remove_one() -> None:
            with tenancy.scope(scoped):
                etag = vendor_queries.get_vendor(others[0].id).etag
                vendor_services.change_profile(vendor_id=others[0].id, etag=etag, changes={"vat_number": ""}, actor=VENDOR_ACTOR, now=NOW)
            connections.close_all()

        vies.on_first_question = remove_one

        assert services.check_due_vat_numbers(now=NOW) == 2
        assert [question["vatNumber"] for question in vies.questions] == ["0000000196", "0000000394"]

    def test_nothing_is_kept_by_itself_where_there_is_no_vies_to_ask(self, belgian, settings, drain):
        settings.VIES_URL = ""
        drain()

        assert services.check_due_vat_numbers(now=NOW) == 0
        assert not VatNumberCheck.objects.exists()

    def test_nobody_is_asked_about_where_the_operator_has_no_number(self, eu, vies):
        with with_operator(eu, operator_vat_number=""):
            make_vendor(country="BE", vat_number=BELGIAN)
            assert services.check_due_vat_numbers(now=NOW) == 0


class TestWhoOwesTheVat:
    def test_the_vendor_once_vies_says_that_its_number_is_valid(self, belgian):
        before = fee_vat(belgian)
        check = services.check_vat_number(vendor_id=belgian.id, now=NOW)

        assert (before.rate_bp, before.check_id) == (2100, "")
        assert (fee_vat(belgian).rate_bp, fee_vat(belgian).check_id) == (0, check.id)

    def test_the_operator_where_it_is_not_valid_or_not_any_more(self, belgian, vies):
        services.check_vat_number(vendor_id=belgian.id, now=NOW)
        vies.valid.clear()
        services.check_vat_number(vendor_id=belgian.id, now=NOW + timedelta(seconds=1))

        assert fee_vat(belgian).rate_bp == 2100

    def test_the_last_answer_counts_while_vies_is_silent_and_not_for_ever(self, belgian, vies):
        services.check_vat_number(vendor_id=belgian.id, now=NOW)
        vies.faults["BE"] = "MS_UNAVAILABLE"
        services.check_vat_number(vendor_id=belgian.id, now=NOW + timedelta(days=40))

        assert fee_vat(belgian, NOW + timedelta(days=90)).rate_bp == 0
        assert fee_vat(belgian, NOW + timedelta(days=90, seconds=1)).rate_bp == 2100

    def test_an_answer_about_another_number_does_not_count(self, belgian):
        services.check_vat_number(vendor_id=belgian.id, now=NOW)
        etag = vendor_queries.get_vendor(belgian.id).etag
        vendor_services.change_profile(vendor_id=belgian.id, etag=etag, changes={"vat_number": "BE0000000295"}, actor=VENDOR_ACTOR, now=NOW)

        assert fee_vat(belgian).rate_bp == 2100

    def test_one_query_more_for_a_vendor_of_the_operators_country(self, region, django_assert_num_queries):
        vendor = make_vendor(country="NL", vat_number="NL000000103B01")

        with django_assert_num_queries(1, using="eu"):
            assert fee_vat(vendor).rate_bp == 2100


def test_numbers_are_taken_apart_as_vies_wants_them():
    assert vies_number("NL004495445B01", country="NL") == ViesNumber("NL", "004495445B01")
    assert vies_number("GR094259216", country="GR") == vies_number("EL094259216", country="GR") == ViesNumber("EL", "094259216")


@pytest.mark.parametrize(("one", "other", "wanted"), [("NL", "BE", True), ("NL", "NL", False), ("NL", "GB", False), ("NL", "", False)])
def test_a_border_lies_between_two_member_states(one, other, wanted):
    assert is_across_a_border(one, other) is wanted
