"""What requests have in common: languages, pages, versions, addresses, rates, and fields of our own values."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from rest_framework import serializers

from marketplace.foundation import clock
from marketplace.foundation.rest.fields import MAX_MINOR, IdField, MoneyField, OwnPageField
from marketplace.foundation.rest.tokens import CUSTOMER, STAFF, Principal, issue_access_token
from marketplace.foundation.rest.views import network_of
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.kit.pages import encode_cursor
from marketplace.testing import NOW

at_test_endpoints = pytest.mark.urls("marketplace.foundation.rest.tests.endpoints")


def a_token(audience: str, person: str, *roles: str) -> str:
    who = Principal(id=person, audience=audience, session_id="ses_1", roles=roles, authenticated_at=clock.now())
    return issue_access_token(who, now=clock.now())


@at_test_endpoints
class TestLanguage:
    @pytest.mark.parametrize(
        ("tenant", "query", "header", "language"),
        [
            ("eu", {}, "", "en"),
            ("mena", {}, "", "ar"),
            ("eu", {"lang": "nl"}, "de", "nl"),
            ("eu", {"lang": "ar"}, "de", "de"),
            ("eu", {"lang": "klingon"}, "", "en"),
            ("eu", {}, "nl-BE,nl;q=0.9,en;q=0.5", "nl"),
            ("eu", {}, "pl,fr;q=0.3,de;q=0.7", "de"),
            ("eu", {}, "pl", "en"),
            ("eu", {}, "*", "en"),
            ("mena", {}, "ar-KW", "ar"),
            ("eu", {}, ",;q=x,,", "en"),
            ("eu", {}, "en;q=" + "9" * 5000, "en"),
        ],
    )
    def test_the_query_counts_before_the_header_before_the_regions_own(self, api, tenant, query, header, language):
        answer = api.get("echo", tenant=tenant, headers={"Accept-Language": header}, **query)

        assert answer.json()["asked"] == language

    @pytest.mark.parametrize(("asked", "text", "language"), [("nl", "beker", "nl"), ("en", "mug", "en"), ("de", "mug", "en")])
    def test_a_text_that_is_not_there_comes_in_another_language_which_is_named(self, api, asked, text, language):
        found = api.get("echo", lang=asked).json()

        assert (found["text"], found["in"]) == (text, language)


@at_test_endpoints
class TestPages:
    @pytest.mark.parametrize(("limit", "expected"), [("1", 1), ("100", 100), ("007", 7)])
    def test_a_limit_is_1_to_100(self, api, limit, expected):
        assert api.get("echo", limit=limit).json()["limit"] == expected

    def test_without_one_it_is_20(self, api):
        assert api.get("echo").json()["limit"] == 20

    @pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "ten", "", "٣", "1e1", "9" * 5000, "0" * 5000 + "1", "00100999", "1\x00"])
    def test_any_other_is_refused(self, api, limit):
        answer = api.get("echo", limit=limit)

        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == ["limit"]

    def test_a_cursor_says_where_to_go_on(self, api):
        first = api.get("numbers", limit=3, colour="red").json()
        second = api.get("numbers", limit=2, colour="red", cursor=first["next_cursor"]).json()

        assert (first["items"], second["items"]) == ([0, 1, 2], [3, 4])

    @pytest.mark.parametrize(
        ("path", "tenant", "filters"),
        [("other-numbers", "eu", {}), ("numbers", "mena", {}), ("numbers", "eu", {"colour": "red"}), ("numbers", "eu", {"limit": 101})],
    )
    def test_one_of_another_list_is_refused(self, api, path, tenant, filters):
        cursor = api.get("numbers", tenant="eu", limit=3).json()["next_cursor"]

        assert api.get("numbers", tenant="eu", cursor=cursor).status_code == 200
        assert api.get(path, tenant=tenant, cursor=cursor, **filters).status_code == 422

    def test_one_of_another_customer_is_refused(self, api, tenant):
        mine, other = (a_token(CUSTOMER, new_id("cus", at=NOW)) for _ in range(2))
        cursor = api.get("numbers", token=mine, limit=3).json()["next_cursor"]

        assert api.get("numbers", token=mine, cursor=cursor).status_code == 200
        assert api.get("numbers", token=other, cursor=cursor).status_code == 422

    def test_what_a_cursor_holds_cannot_be_changed(self, api):
        cursor = api.get("numbers", limit=3).json()["next_cursor"]

        answers = [
            api.get("numbers", cursor=changed).status_code
            for changed in (cursor[:32] + encode_cursor(7), "0" * 32 + cursor[32:], cursor[:-1], cursor + "A", cursor[32:], cursor.upper())
        ]

        assert answers == [422] * 6

    @pytest.mark.parametrize(
        "cursor",
        [
            "x",
            "%%%",
            "é",
            "a" * 5000,
            "a" * 100_000,
            encode_cursor(["mug", 7]),
            encode_cursor("mug"),
            encode_cursor([7, "mug"]),
            encode_cursor(["mug\x00", 7]),
            encode_cursor(None),
            base64.urlsafe_b64encode(b'["mug", 7').decode(),
            base64.urlsafe_b64encode(b"[" * 3000).decode(),
        ],
    )
    def test_one_that_no_list_gave_out_is_refused(self, api, cursor):
        answer = api.get("echo", cursor=cursor)

        assert answer.status_code == 422
        assert [error["code"] for error in answer.json()["errors"]] == ["invalid_cursor"]


class TestVersions:
    @at_test_endpoints
    @pytest.mark.parametrize("given", ["", "  "])
    def test_an_edit_has_to_say_what_it_edits(self, api, given):
        answer = api.patch("echo", {}, headers={"If-Match": given})

        assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")

    @at_test_endpoints
    @pytest.mark.parametrize("given", ['"abc"', "abc", 'W/"abc"', ' "abc" '])
    def test_an_etag_is_read_as_it_was_sent(self, api, given):
        answer = api.patch("echo", {}, headers={"If-Match": given})

        assert answer.json() == {"etag": "abc"}
        assert answer["ETag"] == '"abc"'

    def test_a_real_endpoint_takes_the_present_version_and_refuses_the_old_one(self, api, tenant):
        token = a_token(STAFF, "stf_1", "admin")
        first = api.get("admin/region", token=token)
        edit = {"is_in_maintenance": False, "reason": "Shorter"}

        answers = [
            api.patch("admin/region", edit, token=token),
            api.patch("admin/region", edit, token=token, headers={"If-Match": first["ETag"]}),
            api.patch("admin/region", edit, token=token, headers={"If-Match": first["ETag"]}),
        ]

        assert [answer.status_code for answer in answers] == [428, 200, 412]
        assert answers[1]["ETag"] != first["ETag"]


@at_test_endpoints
class TestAddresses:
    @pytest.mark.parametrize(
        ("forwarded", "address"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
            ("2001:db8::1", "2001:db8::1"),
            ("", "127.0.0.1"),
            ("nonsense", "127.0.0.1"),
            ("203.0.113.7,", "127.0.0.1"),
            ("203.0.113.7:443", "127.0.0.1"),
        ],
    )
    def test_the_proxys_last_word_counts_if_it_is_an_address(self, api, forwarded, address):
        assert api.get("echo", headers={"X-Forwarded-For": forwarded}).json()["address"] == address

    @pytest.mark.parametrize(
        ("address", "counted_by"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:7:7::1", "2001:db8:7:7::/64"),
            ("", ""),
        ],
    )
    def test_an_address_is_counted_by_what_one_caller_has(self, address, counted_by):
        assert network_of(address) == counted_by


@at_test_endpoints
class TestRates:
    def test_who_asks_too_often_learns_when_to_come_back(self, api):
        answers = [api.get("slow") for _ in range(21)]

        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        assert answers[-1].json()["code"] == "throttled"
        assert 0 < int(answers[-1]["Retry-After"]) <= 3600

    def test_others_are_not_held_up(self, api, tenant):
        for _ in range(21):
            api.get("slow")

        others = [
            api.get("slow", headers={"X-Forwarded-For": "203.0.113.9"}),
            api.get("slow", token=a_token(CUSTOMER, "cus_1")),
            api.get("slow", tenant="mena"),
        ]

        assert api.get("slow").status_code == 429
        assert [answer.status_code for answer in others] == [200, 200, 200]

    def test_who_has_a_network_of_addresses_is_counted_as_one(self, api):
        answers = [api.get("slow", headers={"X-Forwarded-For": f"2001:db8:7:7::{n:x}"}) for n in range(21)]

        assert answers[-1].status_code == 429
        assert api.get("slow", headers={"X-Forwarded-For": "2001:db8:7:8::1"}).status_code == 200

    def test_who_is_known_is_counted_wherever_they_are(self, api, tenant):
        token = a_token(CUSTOMER, "cus_1")

        answers = [api.get("slow", token=token, headers={"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(21)]

        assert answers[-1].status_code == 429


class TestARealEndpoint:
    def test_who_guesses_passwords_is_throttled(self, api):
        guess = {"audience": "customer", "email": "nobody@customer.example", "password": "a guess of a person"}

        answers = [api.post("auth/login", guess | {"email": f"nobody{n}@customer.example"}) for n in range(31)]

        assert {answer.status_code for answer in answers[:30]} == {401}
        assert answers[-1].status_code == 429
        assert 0 < int(answers[-1]["Retry-After"]) <= 60

    def test_options_tell_no_more_than_the_methods(self, api):
        answer = api.send("OPTIONS", "store/region")

        assert answer.status_code == 200
        assert "GET" in answer["Allow"]

    def test_the_clock_moves_for_an_admin_alone(self, api, tenant):
        before = clock.now()
        tokens = {role: a_token(STAFF, "stf_1", role) for role in ("admin", "support")}

        refused = api.post("admin/development/clock", {"advance_s": 3600}, token=tokens["support"])
        moved = api.post("admin/development/clock", {"advance_s": 3600}, token=tokens["admin"])

        assert (refused.status_code, moved.status_code) == (403, 200)
        assert timedelta(hours=1) <= clock.now() - before < timedelta(hours=1, minutes=1)


@pytest.mark.usefixtures("tenant")
class TestFields:
    @pytest.mark.parametrize("minor", [0, 1, 1999, MAX_MINOR])
    def test_money_is_a_whole_number_of_the_regions_currency(self, minor):
        assert field_errors(MoneyField(), {"minor": minor, "currency": "EUR"}) == (Money(minor, "EUR"), [])

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"minor": 19.99, "currency": "EUR"}, "invalid_money"),
            ({"minor": 1999.0, "currency": "EUR"}, "invalid_money"),
            ({"minor": "1999", "currency": "EUR"}, "invalid_money"),
            ({"minor": True, "currency": "EUR"}, "invalid_money"),
            ({"minor": MAX_MINOR + 1, "currency": "EUR"}, "invalid_money"),
            ({"minor": 1}, "invalid_money"),
            ({"minor": 1, "currency": 978}, "invalid_money"),
            ({"minor": 1, "currency": "EUR", "more": 1}, "invalid_money"),
            ("19.99 EUR", "invalid_money"),
            ([1999, "EUR"], "invalid_money"),
            ({"minor": 1, "currency": "KWD"}, "foreign_currency"),
            ({"minor": 1, "currency": "XXX"}, "foreign_currency"),
            ({"minor": 1, "currency": "eur"}, "foreign_currency"),
            ({"minor": -1, "currency": "EUR"}, "negative"),
        ],
    )
    def test_anything_else_is_not_money(self, given, code):
        assert field_errors(MoneyField(), given) == (None, [code])

    def test_money_may_be_negative_where_that_is_said(self):
        assert field_errors(MoneyField(allow_negative=True), {"minor": -5, "currency": "EUR"}) == (Money(-5, "EUR"), [])

    def test_money_is_written_as_it_is_read(self):
        assert MoneyField().to_representation(Money(1999, "EUR")) == {"minor": 1999, "currency": "EUR"}

    @pytest.mark.parametrize("url", ["http://eu.localhost/thanks", "http://eu.localhost:8001/thanks?order=1#top"])
    def test_a_page_to_come_back_to_is_of_the_region(self, url):
        assert field_errors(OwnPageField(), url) == (url, [])

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/",
            "http://eu.localhost.evil.example/",
            "http://eu.localhost@evil.example/",
            "http://eu.localhost:80@evil.example/",
            "http://mena.localhost/",
            "ftp://eu.localhost/",
            "https://eu.localhost/",
            "//eu.localhost/",
            "javascript:alert(1)",
        ],
    )
    def test_any_other_page_is_not_to_come_back_to(self, url):
        value, codes = field_errors(OwnPageField(), url)

        assert (value, set(codes) <= {"foreign_host", "invalid"}, len(codes)) == (None, True, 1)

    def test_an_id_is_of_its_kind(self):
        identifier = new_id("prod", at=NOW)

        assert field_errors(IdField(prefix="prod"), identifier) == (identifier, [])
        assert field_errors(IdField(prefix="var"), identifier) == (None, ["invalid_id"])

    @pytest.mark.parametrize("given", ["prod_", "prod_1", "prod_" + "I" * 26, "PROD_01J9Z0000000000000000000AB", "../etc", 5, "prod_01/3"])
    def test_anything_else_is_no_id(self, given):
        assert field_errors(IdField(prefix="prod"), given) == (None, ["invalid_id"])


def field_errors(field: serializers.Field, given: Any) -> tuple[Any, list[str]]:
    """What a field makes of it, and the codes of what is wrong."""
    try:
        return field.run_validation(given), []
    except serializers.ValidationError as error:
        return None, [detail.code for detail in error.detail]
