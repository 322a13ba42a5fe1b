from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from marketplace.foundation import clock, tenancy
from marketplace.foundation.idempotency.decorator import KEPT_FOR, TAKEN_OVER_AFTER
from marketplace.foundation.idempotency.models import IdempotencyRecord
from marketplace.foundation.idempotency.tasks import purge_expired_keys
from marketplace.foundation.idempotency.tests import endpoints
from marketplace.foundation.rest.tokens import CUSTOMER, VENDOR, Principal, issue_access_token

pytestmark = [pytest.mark.urls("marketplace.foundation.idempotency.tests.endpoints"), pytest.mark.usefixtures("tenant")]

UNIQUE = "0d9e9a51-5c8e-4f0b-9a3e-7c1f1d2b6e44"
KEY = "a-key-of-the-caller-01JCXYZ0000000000000000000"


def a_token(person: str, audience: str = CUSTOMER) -> str:
    return issue_access_token(Principal(id=person, audience=audience, session_id="ses_1"), now=clock.now())


class TestAKey:
    @pytest.mark.parametrize("key", ["", "   "])
    def test_is_required(self, api, key):
        answer = api.post("things/a", {}, headers={"Idempotency-Key": key}, key=key or " ")

        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
        assert endpoints.runs == []

    @pytest.mark.parametrize("key", ["k" * 256, "caf\x7f"])
    def test_is_short_and_printable(self, api, key):
        answer = api.post("things/a", {}, key=key)

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
        assert endpoints.runs == []

    def test_of_255_characters_is_fine(self, api):
        assert api.post("things/a", {}, key=KEY.rjust(255, "k")).status_code == 201

    @pytest.mark.parametrize("key", ["1", "the-same-click", "create-a-cart-for-the-user-noor", "123456789012345678901234567890", "k" * 64])
    def test_of_a_guest_must_not_be_guessed(self, api, key):
        answer = api.post("things/a", {}, key=key)

        assert answer.status_code == 422
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("Idempotency-Key", "guessable")]
        assert endpoints.runs == []

    @pytest.mark.parametrize("key", [UNIQUE, UNIQUE.replace("-", ""), f"cart:{UNIQUE}", "key_01M8J36NKHE2247ZAB3Q9GT5WD", UNIQUE.upper()])
    def test_of_a_guest_may_be_any_that_holds_a_unique_id(self, api, key):
        assert api.post("things/a", {}, key=key).status_code == 201

    def test_of_a_caller_with_a_secret_may_be_anything(self, api):
        answers = [
            api.post("things/a", {}, key="1", token=a_token("cus_1")),
            api.post("things/a", {}, key="1", headers={"Cart-Token": "mine"}),
        ]

        assert [answer.status_code for answer in answers] == [201, 201]


class TestARepeatedRequest:
    def test_gets_the_first_answer(self, api):
        first = api.post("things/a", {"n": 1}, key=KEY)
        second = api.post("things/a", {"n": 1}, key=KEY)

        assert (second.status_code, second.content) == (first.status_code, first.content)
        assert second["Idempotency-Replayed"] == "true"
        assert "Idempotency-Replayed" not in first
        assert second["Content-Type"] == first["Content-Type"] == "application/json"
        assert second["ETag"] == '"7"'
        assert "X-Secret" not in second
        assert endpoints.runs == ["answer"]

    def test_is_the_same_however_its_body_is_spaced(self, api):
        spaced = {"content_type": "application/json"}
        first = api.post("things/a", {"n": 1}, key=KEY)

        from django.test import Client

        second = Client().post("/api/v1/things/a", b'{ "n" : 1 }', headers={"Host": "api.eu.localhost", "Idempotency-Key": KEY}, **spaced)

        assert second.content == first.content
        assert endpoints.runs == ["answer"]

    def test_gets_the_first_refusal_as_a_problem_document(self, api):
        first = api.post("things/a", {"do": "refuse"}, key=KEY)
        second = api.post("things/a", {"do": "refuse"}, key=KEY)

        assert (first.status_code, second.status_code) == (409, 409)
        assert second.content == first.content
        assert second["Content-Type"] == "application/problem+json"
        assert second.json()["state"] == "closed"
        assert endpoints.runs == ["refuse"]

    def test_is_the_same_after_the_secret_key_was_changed(self, api, settings):
        first = api.post("things/a", {"n": 1}, key=KEY)

        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new one", [settings.SECRET_KEY]
        second = api.post("things/a", {"n": 1}, key=KEY)

        assert (second.status_code, second.content) == (first.status_code, first.content)
        assert endpoints.runs == ["answer"]

    @pytest.mark.parametrize("body", [{"n": 2}, {"n": "1"}, {"n": 1, "m": None}, {}, [1]])
    def test_with_another_body_is_refused(self, api, body):
        api.post("things/a", {"n": 1}, key=KEY)

        answer = api.post("things/a", body, key=KEY)

        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
        assert endpoints.runs == ["answer"]

    @pytest.mark.parametrize(("path", "query"), [("things/b", {}), ("things/a", {"lang": "nl"})])
    def test_at_another_address_is_refused(self, api, path, query):
        api.post("things/a", {"n": 1}, key=KEY)

        assert api.post(path, {"n": 1}, key=KEY, **query).json()["code"] == "idempotency_key_reused"

    @pytest.mark.parametrize("header", ["Cart-Token", "Order-Token", "Conversation-Token"])
    def test_with_another_secret_of_a_guest_is_refused(self, api, header):
        api.post("things/a", {}, key=KEY, headers={header: "mine"})

        assert api.post("things/a", {}, key=KEY, headers={header: "guessed"}).json()["code"] == "idempotency_key_reused"
        assert api.post("things/a", {}, key=KEY).json()["code"] == "idempotency_key_reused"

    def test_with_the_same_file_is_the_same(self, api):
        answers = [api.post("things/a", {"do": "answer"}, key=KEY, files={"file": a_file(b"one")}) for _ in range(2)]
        other = api.post("things/a", {"do": "answer"}, key=KEY, files={"file": a_file(b"two")})

        assert answers[0].content == answers[1].content
        assert other.json()["code"] == "idempotency_key_reused"
        assert endpoints.runs == ["answer"]

    def test_a_form_without_a_file_is_compared_by_its_fields(self, api):
        answers = [api.post("things/a", {"do": do}, key=KEY, files={}) for do in ("answer", "answer", "refuse")]

        assert [answer.status_code for answer in answers] == [201, 201, 422]


class TestCallers:
    def test_two_customers_do_not_meet(self, api):
        answers = [api.post("things/a", {}, key=KEY, token=a_token(person)).json()["run"] for person in ("cus_1", "cus_2")]

        assert answers == [1, 2]

    def test_two_audiences_do_not_meet(self, api):
        answers = [api.post("things/a", {}, key=KEY, token=a_token("same", audience)).json()["run"] for audience in (CUSTOMER, VENDOR)]

        assert answers == [1, 2]

    def test_a_guest_does_not_meet_a_customer_nor_a_guest_elsewhere(self, api):
        guest = api.post("things/a", {}, key=KEY, headers={"X-Forwarded-For": "203.0.113.7"})
        customer = api.post("things/a", {}, key=KEY, headers={"X-Forwarded-For": "203.0.113.7"}, token=a_token("cus_1"))
        elsewhere = api.post("things/a", {}, key=KEY, headers={"X-Forwarded-For": "203.0.113.8"})

        assert [answer.json()["run"] for answer in (guest, customer, elsewhere)] == [1, 2, 3]

    def test_two_regions_do_not_meet(self, api):
        answers = [api.post("things/a", {}, key=KEY, tenant=tenant).json()["run"] for tenant in ("eu", "mena")]

        assert answers == [1, 2]


class TestWhatIsNotKept:
    @pytest.mark.parametrize(("do", "status"), [("unavailable", 503), ("throttle", 429)])
    def test_a_passing_trouble_leaves_the_key_free(self, api, do, status):
        answers = [api.post("things/a", {"do": do}, key=KEY) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [status, status]
        assert endpoints.runs == [do, do]
        assert not IdempotencyRecord.objects.exists()

    def test_nor_does_a_fault_of_ours(self, api):
        for _ in range(2):
            with pytest.raises(RuntimeError):
                api.post("things/a", {"do": "break"}, key=KEY)

        assert endpoints.runs == ["break", "break"]


class TestAtRest:
    def test_nobody_who_reads_the_table_learns_a_secret(self, api):
        answered = api.post("things/a", {"password": "correct horse battery"}, key=KEY).json()["token"]

        with connections["eu"].cursor() as cursor:
            cursor.execute("SELECT idempotency_records::text FROM idempotency_records")
            ((row,),) = cursor.fetchall()
        assert KEY in row
        assert answered not in row
        assert "correct horse" not in row

    def test_the_fingerprint_cannot_be_worked_out_from_a_guessed_body(self, api):
        import hashlib

        api.post("things/a", {"password": "1234"}, key=KEY)

        stored = IdempotencyRecord.objects.get().fingerprint
        guesses = [msgspec.json.encode({"password": "1234"}), b"POST\x1f/api/v1/things/a\x1f" + msgspec.json.encode({"password": "1234"})]
        assert stored not in [hashlib.sha256(guess).hexdigest() for guess in guesses]

    def test_an_answer_copied_into_another_region_cannot_be_read_there(self, api, mena):
        api.post("things/a", {}, key=KEY)
        row = IdempotencyRecord.objects.values().get()
        row.pop("id")
        with tenancy.scope(mena):
            IdempotencyRecord.objects.create(**row)

        with pytest.raises(RuntimeError, match="idempotency"):
            api.post("things/a", {}, key=KEY, tenant="mena")

    def test_it_is_forgotten_after_a_day(self, api):
        api.post("things/a", {}, key=KEY)
        purge_expired_keys()
        kept = IdempotencyRecord.objects.count()

        clock.advance(KEPT_FOR + timedelta(seconds=1))
        purge_expired_keys()

        assert (kept, IdempotencyRecord.objects.count()) == (1, 0)


class TestADeadProcess:
    def test_gives_its_key_up_at_once(self, api):
        with pytest.raises(endpoints.Killed):
            api.post("things/a", {"do": "die at first"}, key=KEY)

        answer = api.post("things/a", {"do": "die at first"}, key=KEY)

        assert answer.status_code == 201
        assert endpoints.runs == ["die at first"] * 2

    def test_that_a_pooler_hides_holds_its_key_for_a_while_and_then_gives_it_up(self, api):
        with pytest.raises(endpoints.Killed):
            api.post("things/a", {"do": "die at first"}, key=KEY)
        row = IdempotencyRecord.objects.get()
        with another_session("eu") as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('idempotency:' || %s, 0))", [row.pk])
            soon = api.post("things/a", {"do": "die at first"}, key=KEY)
            clock.advance(TAKEN_OVER_AFTER + timedelta(seconds=1))
            later = api.post("things/a", {"do": "die at first"}, key=KEY)

        assert (soon.status_code, soon.json()["code"]) == (409, "still_running")
        assert soon["Retry-After"] == "1"
        assert later.status_code == 201


@contextmanager
def another_session(alias: str) -> Iterator[Any]:
    connection = connections[alias].copy()
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def a_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("products.csv", content, "text/csv")
