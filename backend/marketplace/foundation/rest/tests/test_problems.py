from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from marketplace.foundation.logs.scope_filter import ScopeFilter
from marketplace.foundation.rest.tests.endpoints import SECRET

pytestmark = pytest.mark.urls("marketplace.foundation.rest.tests.endpoints")

STANDARD = {"type", "title", "status", "code", "detail", "request_id"}


def get(path: str, **headers: str) -> HttpResponse:
    return Client(raise_request_exception=False).get(f"/api/v1/{path}", headers={"Host": "api.eu.localhost", **headers})


def post(path: str, body: bytes, content_type: str = "application/json") -> HttpResponse:
    client = Client(raise_request_exception=False)
    return client.post(f"/api/v1/{path}", body, content_type=content_type, headers={"Host": "api.eu.localhost"})


def problem_of(answer: HttpResponse, status: int, code: str) -> dict:
    """The document, after looking at what all of them have in common."""
    assert answer["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document.keys() >= STANDARD
    assert (answer.status_code, document["status"], document["code"]) == (status, status, code)
    assert document["request_id"] == answer["X-Request-ID"]
    assert SECRET not in answer.content.decode()
    assert all(isinstance(document[name], str) and document[name] for name in STANDARD - {"status"})
    return document


class TestErrorsOfOurs:
    def test_an_error_has_its_code_and_more_members_which_hide_no_standard_one(self):
        document = problem_of(get("fails/domain"), 409, "price_changed")

        assert document["current"] == {"minor": 2000, "currency": "EUR"}
        assert document["title"] == "The price has changed"
        assert document["detail"] == "It costs more now."

    def test_an_error_names_the_fields_that_are_wrong(self):
        document = problem_of(get("fails/fields"), 422, "invalid_input")

        assert document["errors"] == [{"field": "lines.0.quantity", "code": "too_many", "message": "At most 1,000 characters"}]

    @pytest.mark.parametrize(
        ("how", "status", "code"),
        [("not-found", 404, "not_found"), ("forbidden", 403, "forbidden"), ("http404", 404, "not_found"), ("denied", 403, "forbidden")],
    )
    def test_no_entry(self, how, status, code):
        problem_of(get(f"fails/{how}"), status, code)

    @pytest.mark.parametrize(
        ("how", "status", "code", "wait"),
        [("unavailable", 503, "unavailable", "7"), ("database", 503, "unavailable", "5"), ("throttled", 429, "throttled", "13")],
    )
    def test_what_passes_says_when_to_try_again(self, how, status, code, wait):
        answer = get(f"fails/{how}")

        problem_of(answer, status, code)
        assert answer["Retry-After"] == wait


class TestRequestsThatMakeNoSense:
    @pytest.mark.parametrize("body", [b"{", b"{'a': 1}", b'{"a": NaN}', b"\xff\xfe", b'"\xed\xa0\x80"', b"{} {}", b'{"a": 1e999}'])
    def test_what_is_not_json_is_malformed(self, body):
        problem_of(post("echo", body), 400, "malformed")

    @pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000])
    def test_so_is_what_is_nested_too_deeply(self, body):
        problem_of(post("echo", body), 400, "malformed")

    def test_a_body_that_is_too_large_is_not_read(self):
        problem_of(post("echo", b'"' + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b'"'), 413, "too_large")

    def test_so_is_a_form(self):
        form = b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + b"\r\n--b--\r\n"

        problem_of(post("echo", form, "multipart/form-data; boundary=b"), 413, "too_large")

    def test_a_form_that_breaks_off_is_malformed(self):
        problem_of(post("echo", b"--b\r\nnonsense", "multipart/form-data; boundary="), 400, "malformed")

    def test_another_media_type_is_not_supported(self):
        problem_of(post("echo", b"<a/>", "application/xml"), 415, "unsupported_media_type")

    def test_another_answer_than_json_cannot_be_had(self):
        problem_of(get("echo", Accept="text/html"), 406, "not_acceptable")

    @pytest.mark.parametrize("path", ["nowhere", "echo/", "Echo", "%ff", "echo/%00"])
    def test_an_address_that_leads_nowhere_is_not_found(self, path):
        problem_of(get(path), 404, "not_found")

    def test_a_part_of_an_address_that_no_database_takes_is_not_found(self):
        problem_of(get("fails/%00"), 404, "not_found")

    def test_a_method_that_an_endpoint_does_not_have_names_those_it_has(self):
        answer = post("fails/domain", b"{}")

        problem_of(answer, 405, "method_not_allowed")
        assert answer["Allow"] == "GET, HEAD, OPTIONS"

    def test_a_host_that_leads_nowhere_is_misdirected(self):
        problem_of(get("echo", Host="elsewhere.example"), 421, "wrong_region")

    def test_what_django_finds_suspicious_is_malformed(self):
        problem_of(get("fails/suspicious"), 400, "malformed")

    def test_every_wrong_field_is_named_with_its_path(self, api):
        lines = [{"product_id": "prod_1", "price": {"minor": 1, "currency": "EUR"}}, {"product_id": 5}, "mug"]

        document = problem_of(api.post("baskets", {"email": "no", "lines": lines, "tags": ["abc", "abcd"]}), 422, "invalid_input")

        assert {(error["field"], error["code"]) for error in document["errors"]} == {
            ("email", "invalid"),
            ("lines.0.product_id", "invalid_id"),
            ("lines.1.product_id", "invalid_id"),
            ("lines.1.price", "required"),
            ("lines.2", "invalid"),
            ("tags.1", "max_length"),
        }

    def test_what_is_wrong_with_the_whole_has_no_field(self, api):
        document = problem_of(api.post("baskets", {"email": "a@b.example", "lines": []}), 422, "invalid_input")

        assert [(error["field"], error["code"]) for error in document["errors"]] == [("", "empty")]

    @pytest.mark.parametrize("body", [[], "text", 5, None])
    def test_a_body_of_another_kind_is_not_valid(self, api, body):
        problem_of(post("baskets", b"null" if body is None else api_bytes(body)), 422, "invalid_input")


class TestFaultsOfOurs:
    def test_the_caller_learns_the_requests_id_and_nothing_else(self, caplog):
        with caplog.at_level(logging.ERROR):
            answer = get("fails/fault")

        document = problem_of(answer, 500, "internal_error")
        assert document.keys() == STANDARD
        assert any(record.exc_info and SECRET in str(record.exc_info[1]) for record in caplog.records)


class TestTheRequestsId:
    @pytest.mark.parametrize("given", ["a-trace-4711", "01J00000000000000000000000", "x" * 64])
    def test_a_harmless_one_of_the_caller_is_kept(self, given):
        assert get("echo", **{"X-Request-ID": given})["X-Request-ID"] == given

    @pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space", "line\nbreak", 'q"uote-in-it', "<script>alert</script>"])
    def test_any_other_is_replaced(self, given):
        made = get("echo", **{"X-Request-ID": given})["X-Request-ID"]

        assert made != given
        assert len(made) == 26

    def test_each_request_has_its_own(self):
        assert get("echo")["X-Request-ID"] != get("echo")["X-Request-ID"]

    def test_log_lines_have_it_and_the_tenant(self, tenant):
        record = logging.LogRecord("name", logging.INFO, "path", 1, "message", (), None)

        assert ScopeFilter().filter(record)
        assert (record.tenant, record.request_id) == ("eu", "-")

    def test_so_have_the_lines_that_django_writes_after_the_request(self, api, caplog):
        answer = api.get("nowhere")

        (line,) = [record for record in caplog.records if record.name == "django.request"]
        assert ScopeFilter().filter(line)
        assert (line.tenant, line.request_id) == ("eu", answer["X-Request-ID"])


def api_bytes(body: object) -> bytes:
    import msgspec

    return msgspec.json.encode(body)
