"""Files that come in: judged before and while they do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.test.client import FakePayload

from marketplace.foundation.rest.uploads import MB

pytestmark = pytest.mark.urls("marketplace.foundation.rest.tests.endpoints")


def upload(*sizes: int) -> HttpResponse:
    files = {f"file{number}": SimpleUploadedFile("a.csv", bytes(size)) for number, size in enumerate(sizes)}
    return Client().post("/api/v1/uploads", files, headers={"Host": "api.eu.localhost"})


def send(body: bytes, **said: Any) -> HttpResponse:
    """The body, and whatever the request says of it."""
    request = {"wsgi.input": FakePayload(body), "CONTENT_TYPE": "multipart/form-data; boundary=b", "HTTP_HOST": "api.eu.localhost"}
    return Client().generic("POST", "/api/v1/uploads", **{**request, **said})


PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'


def test_a_small_file_is_kept_in_memory_and_a_large_one_on_disk():
    assert upload(10).json() == {"file0": [10, "InMemoryUploadedFile"]}
    assert upload(2 * MB).json() == {"file0": [2 * MB, "TemporaryUploadedFile"]}


def test_a_file_over_the_limit_is_refused_with_the_limit():
    answer = upload(2 * MB + 1)

    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["detail"]) == (413, "too_large", "A file has at most 2 MB.")
    assert problem["limit_bytes"] == 2 * MB


def test_a_request_that_names_too_long_a_body_is_refused_before_any_of_it_is_read():
    answer = send(b"", CONTENT_LENGTH=str(3 * MB + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_the_limit_holds_for_each_file_and_the_body_for_all():
    assert upload(MB, 2 * MB - MB // 2).status_code == 200
    assert upload(2 * MB, 2 * MB).status_code == 413


@pytest.mark.parametrize("end", [b"", b"\r\n--", b"\r\n--b"])
def test_a_body_that_ends_early_is_no_file(end):
    body = PART + b"half of it" + end

    answer = send(body, CONTENT_LENGTH=str(len(body)))

    assert (answer.status_code, answer.json()["detail"]) == (400, "The body ended before its Content-Length.")


def test_a_body_in_chunks_is_asked_for_its_length():
    answer = send(PART, HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH="")

    assert (answer.status_code, answer.json()["code"]) == (411, "length_required")
