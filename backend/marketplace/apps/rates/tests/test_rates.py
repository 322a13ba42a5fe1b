"""The European Central Bank's file, taken in once; what reports make of it; and where it is fetched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import CommandError, call_command

from marketplace.apps.rates import queries, services
from marketplace.apps.rates.errors import RatesUnavailable
from marketplace.apps.rates.models import ExchangeRate
from marketplace.kit.errors import InvalidInput
from marketplace.kit.money import Money

pytestmark = pytest.mark.usefixtures("tenant")

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


def file_of(*days: tuple[str, dict[str, str]]) -> bytes:
    """As the bank publishes it."""
    cubes = ""
    for day, rates in days:
        cells = "".join(f"<Cube currency='{code}' rate='{rate}'/>" for code, rate in rates.items())
        cubes += f"<Cube time='{day}'>{cells}</Cube>"
    return (
        "<?xml version='1.0' encoding='UTF-8'?><gesmes:Envelope xmlns:gesmes='http://www.gesmes.org/xml/2002-08-01' "
        f"xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><Cube>{cubes}</Cube></gesmes:Envelope>"
    ).encode()


DAY = file_of(("2026-11-30", {"USD": "1.0800", "JPY": "160.50", "XXQ": "2"}))


def faults(content: bytes) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as refused:
        services.import_rates(content)
    return [(error.field, error.code) for error in refused.value.errors]


def test_a_file_is_taken_in_once_and_unknown_currencies_are_left():
    counts = [services.import_rates(DAY) for _ in range(2)]

    stored = ExchangeRate.objects.order_by("currency").values_list("day", "currency", "per_euro")
    assert (counts, list(stored)) == ([2, 0], [(MONDAY, "JPY", Decimal("160.5")), (MONDAY, "USD", Decimal("1.08"))])


def test_a_file_of_many_days_adds_those_that_are_new():
    services.import_rates(DAY)

    assert services.import_rates(file_of(("2026-12-01", {"USD": "1.0900"}), ("2026-11-30", {"USD": "1.0800"}))) == 1


def test_a_file_that_says_another_rate_is_refused_whole():
    services.import_rates(DAY)

    wrong = file_of(("2026-12-01", {"USD": "1.1"}), ("2026-11-30", {"USD": "1.0900"}))

    assert faults(wrong) == [("file.2026-11-30.USD", "reported_otherwise")]
    assert ExchangeRate.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"no file", ("file", "unreadable")),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", ("file", "unreadable")),
        (file_of(), ("file", "unreadable")),
        (file_of(("2026-11-30", {"USD": "0"})), ("file.2026-11-30.USD", "invalid_rate")),
        (file_of(("2026-11-30", {"USD": "NaN"})), ("file.2026-11-30.USD", "invalid_rate")),
        (file_of(("30 November", {"USD": "1.08"})), ("file.30 November.USD", "invalid_rate")),
    ],
)
def test_what_is_no_such_file_is_refused(content, fault):
    assert faults(content) == [fault]


def test_an_amount_is_converted_by_the_days_rate_or_the_last_before_it():
    services.import_rates(file_of(("2026-11-27", {"USD": "1.0000"}), ("2026-11-30", {"USD": "1.0800", "JPY": "160.50"})))
    rates = queries.rates_between(date(2026, 11, 28), TUESDAY, {"USD", "JPY", "EUR"})

    assert rates.convert(Money(10_800, "USD"), "EUR", on=MONDAY) == Money(10_000, "EUR")
    assert rates.convert(Money(10_800, "USD"), "EUR", on=date(2026, 11, 29)) == Money(10_800, "EUR")  # a Sunday
    assert rates.convert(Money(10_000, "EUR"), "JPY", on=TUESDAY) == Money(16_050, "JPY")
    assert rates.convert(Money(10_800, "USD"), "JPY", on=TUESDAY) == Money(16_050, "JPY")
    assert rates.convert(Money(5, "EUR"), "EUR", on=TUESDAY) == Money(5, "EUR")


def test_without_a_recent_rate_nothing_is_converted():
    services.import_rates(DAY)
    rates = queries.rates_between(date(2026, 11, 1), date(2026, 12, 31), {"USD", "EUR"})

    days = [date(2026, 11, 29), date(2026, 12, 7), date(2026, 12, 8)]
    assert [rates.convert(Money(108, "USD"), "EUR", on=day) is None for day in days] == [True, False, True]
    assert rates.convert(Money(1, "AED"), "EUR", on=MONDAY) is None


def test_a_file_is_taken_in_by_hand(tmp_path, capsys):
    file = tmp_path / "rates.xml"
    file.write_bytes(DAY)

    call_command("import_rates", str(file), tenant="eu")
    assert "eu: 2 new rates" in capsys.readouterr().out

    file.write_bytes(b"no file")
    with pytest.raises(CommandError, match="Not a file of exchange rates"):
        call_command("import_rates", str(file), tenant="eu")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_rates", str(tmp_path / "none.xml"), tenant="eu")


class Publisher(BaseHTTPRequestHandler):
    """Answers with the file, or with an error."""

    status, content = 200, DAY

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.content)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def published(settings) -> Iterator[type[Publisher]]:
    class Own(Publisher):
        pass

    server = HTTPServer(("127.0.0.1", 0), Own)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    settings.EXCHANGE_RATES_URL = f"http://127.0.0.1:{server.server_address[1]}/daily.xml"
    yield Own
    server.shutdown()
    server.server_close()


@pytest.mark.django_db(transaction=True)
class TestFetching:
    def test_takes_in_what_is_published_once(self, published):
        assert [services.fetch_rates(), services.fetch_rates()] == [2, 0]

    def test_a_publisher_that_is_down_is_asked_again_later(self, published):
        published.status = 503
        with pytest.raises(RatesUnavailable):
            services.fetch_rates()
        published.status = 200

        assert services.fetch_rates() == 2

    def test_nobody_is_asked_where_the_operator_names_no_address(self, settings):
        settings.EXCHANGE_RATES_URL = ""

        assert services.fetch_rates() == 0
