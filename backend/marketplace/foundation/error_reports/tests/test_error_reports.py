"""What a server for error reports receives, and what never leaves."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.test import Client

from marketplace.foundation import error_reports, tenancy
from marketplace.foundation.error_reports.tests.sentry import Reports, listening
from marketplace.foundation.events.tests.events import publish
from marketplace.foundation.postgres import sql
from marketplace.foundation.relay import relay
from marketplace.testing import NOW

EMAIL, TOKEN = "jane.doe@mail.example", "tok_01J9Z2F4M8Q7"
STREET, CARD = "Herengracht 1", "4242424242424242"
PRIVATE = (EMAIL, TOKEN, STREET, CARD, "jane", "Bearer")

log = logging.getLogger("marketplace.tests")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reports(settings) -> Iterator[Reports]:
    with listening() as (reports, dsn):
        settings.SENTRY_DSN = dsn
        error_reports.start("tests")
        yield reports
        error_reports.stop()


def fail_with(words: str) -> None:
    address = {"name": "Jane Doe", "line1": STREET, "email": EMAIL, "card": CARD}  # a local variable, as a view has them
    raise LookupError(f"{words}: {address}")


def test_no_mail_address_token_street_or_card_leaves(reports, tenant):
    """By whichever way it could: arguments of the line, the error's words, its causes, extras, variables."""
    try:
        try:
            fail_with(f"{EMAIL} paid with {CARD}")
        except LookupError as cause:
            raise ValueError(f"Authorization: Bearer {TOKEN}, {STREET}") from cause
    except ValueError:
        log.exception("%s at %s could not be charged", EMAIL, STREET, extra={"card": CARD, "data": {"token": TOKEN}})
    error_reports.stop()

    (event,) = reports.events
    assert [error["type"] for error in event["exception"]["values"]] == ["LookupError", "ValueError"]
    assert event["logentry"] == {"message": "%s at %s could not be charged"}
    for words in PRIVATE:
        assert words not in without_source_lines(event)


def test_what_a_database_quotes_does_not_leave(reports, tenant):
    with tenancy.atomic():
        try:
            sql.run("SELECT %(email)s::int", {"email": EMAIL})
        except Exception:
            log.exception("a statement failed")
    error_reports.stop()

    (event,) = reports.events
    assert EMAIL not in without_source_lines(event)
    assert event["exception"]["values"][0]["type"] == "InvalidTextRepresentation"


def test_a_report_says_where_it_happened_and_how_its_log_line_is_found(reports, tenant, subscribe):
    subscribe("tests.one", lambda event: fail_with(EMAIL))
    publish(1)
    relay.drain(now=NOW)
    error_reports.stop()

    (event,) = reports.events
    frame = event["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    assert (frame["function"], frame["module"]) == ("fail_with", __name__)
    assert "vars" not in frame
    assert event["tags"] == {"program": "tests", "tenant": "eu", "request_id": "-", "trace_id": "-"}


def test_a_fault_of_a_request_is_reported_by_its_id_and_without_the_request(reports, settings):
    settings.ROOT_URLCONF = "marketplace.foundation.error_reports.tests.urls"
    headers = {"Host": "api.eu.localhost", "X-Request-ID": "request-of-tests", "Authorization": f"Bearer {TOKEN}"}

    answer = Client(raise_request_exception=False).post(f"/fault/{EMAIL}?card={CARD}", {"street": STREET}, headers=headers)
    error_reports.stop()

    (event,) = reports.events
    assert answer.status_code == 500
    assert (event["tags"]["tenant"], event["tags"]["request_id"]) == ("eu", "request-of-tests")
    assert "request" not in event
    for words in (EMAIL, TOKEN, STREET, CARD):
        assert words not in without_source_lines(event)


def test_what_strangers_send_what_a_collector_refuses_and_mere_warnings_are_not_reported(reports):
    logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: %s", EMAIL)
    logging.getLogger("opentelemetry.exporter.otlp.proto.http.trace_exporter").error("Failed to encode span batch: %s", "refused")
    log.warning("nothing serious")
    error_reports.stop()

    assert reports.events == []


def test_a_librarys_line_is_reported_by_its_name_alone(reports):
    logging.getLogger("some.library").error(f"cannot deliver to {EMAIL}")
    error_reports.stop()

    (event,) = reports.events
    assert event["logentry"] == {"message": "some.library"}


def without_source_lines(event: dict) -> str:
    """The event but for the lines of this file, which the stack quotes and which hold the words as constants."""
    for error in event.get("exception", {}).get("values", []):
        for frame in error["stacktrace"]["frames"]:
            for part in ("pre_context", "context_line", "post_context"):
                frame.pop(part, None)
    return str(event)
