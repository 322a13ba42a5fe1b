from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.accounts import services
from marketplace.apps.accounts.domain import devices
from marketplace.apps.accounts.errors import InvalidCredentials, InvalidRefreshToken, TooManyAttempts
from marketplace.apps.accounts.models import Account, Attempts, RefreshToken, Session
from marketplace.apps.accounts.services import attempts
from marketplace.apps.accounts.tests.factories import PASSWORD, make_customer
from marketplace.apps.accounts.types import CUSTOMER, STAFF
from marketplace.apps.staff import services as staff_services
from marketplace.apps.staff.tests.factories import make_staff_member
from marketplace.foundation import tenancy
from marketplace.foundation.rest.tokens import read_access_token
from marketplace.kit.ids import hash_secret
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

HOME = "198.51.100.7"
TOO_LONG = "x" * 500  # wrong without the cost of a hash


def log_in(email, password=PASSWORD, *, audience=CUSTOMER, address=HOME, device_token="", now=NOW):
    return services.log_in(
        audience=audience, email=email, password=password, address=address, user_agent="tests", device_token=device_token, now=now
    )


def refresh(tokens, now=NOW):
    return services.refresh_session(refresh_token=tokens.refresh_token, now=now)


def test_a_login_gives_tokens_of_the_audience_and_tenant():
    customer = make_customer(email="noor@example.com")

    tokens = log_in(" Noor@Example.com ")

    principal = read_access_token(tokens.access_token, now=NOW)
    assert (principal.id, principal.audience, principal.roles) == (customer.id, "customer", ())
    assert tokens.refresh_token.startswith("eu.")


def test_the_refresh_token_is_kept_as_a_hash_only():
    make_customer(email="noor@example.com")

    secret = log_in("noor@example.com").refresh_token.partition(".")[2]

    assert RefreshToken.objects.get().token_hash == hash_secret(secret)


@pytest.mark.parametrize(
    ("email", "password"), [("noor@example.com", "not the password"), ("nobody@example.com", PASSWORD), ("noor@example.com", TOO_LONG)]
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(email, password):
    make_customer(email="noor@example.com")

    with pytest.raises(InvalidCredentials) as refused:
        log_in(email, password)

    assert str(refused.value.detail) == InvalidCredentials.title


def test_an_account_that_is_off_cannot_log_in_nor_refresh():
    customer = make_customer(email="noor@example.com")
    tokens = log_in("noor@example.com")
    Account.objects.filter(pk=customer.id).update(is_active=False)

    with pytest.raises(InvalidCredentials):
        log_in("noor@example.com")
    with pytest.raises(InvalidRefreshToken):
        refresh(tokens)


def test_a_customer_does_not_exist_for_another_audience():
    make_customer(email="noor@example.com")

    for audience in ("vendor", "staff"):
        with pytest.raises(InvalidCredentials):
            log_in("noor@example.com", audience=audience)


def test_a_refresh_token_works_once_and_its_return_ends_the_session():
    make_customer(email="noor@example.com")
    first = log_in("noor@example.com")
    second = refresh(first)

    with pytest.raises(InvalidRefreshToken):
        refresh(first)

    with pytest.raises(InvalidRefreshToken):
        refresh(second)
    assert Session.objects.get().end_reason == "reuse"


def test_a_session_ends_when_it_rests_too_long():
    make_customer(email="noor@example.com")
    tokens = log_in("noor@example.com")

    with pytest.raises(InvalidRefreshToken):
        refresh(tokens, now=NOW + timedelta(days=31))


def test_a_session_ends_at_its_absolute_age_however_often_it_is_refreshed():
    make_customer(email="noor@example.com")
    tokens = log_in("noor@example.com")
    for day in range(20, 180, 20):
        tokens = refresh(tokens, now=NOW + timedelta(days=day))

    assert tokens.refresh_expires_at == NOW + timedelta(days=180)
    with pytest.raises(InvalidRefreshToken):
        refresh(tokens, now=NOW + timedelta(days=181))


def test_a_refresh_token_of_another_region_is_sent_away(mena):
    make_customer(email="noor@example.com")
    tokens = log_in("noor@example.com")

    with tenancy.scope(mena), pytest.raises(tenancy.WrongRegion):
        refresh(tokens)


@pytest.mark.parametrize("token", ["", "eu.", "eu.nothing", "nothing", "eu.a.b"])
def test_an_unknown_refresh_token_is_refused(token):
    with pytest.raises(InvalidRefreshToken):
        services.refresh_session(refresh_token=token, now=NOW)


def test_logging_out_everywhere_ends_every_session():
    customer = make_customer(email="noor@example.com")
    phone, laptop = log_in("noor@example.com"), log_in("noor@example.com")

    services.log_out_everywhere(audience=CUSTOMER, person_id=customer.id, now=NOW)

    for tokens in (phone, laptop):
        with pytest.raises(InvalidRefreshToken):
            refresh(tokens)


def test_staff_log_in_to_any_region_and_out_of_all(eu, mena):
    member = make_staff_member(email="sam@example.com")
    in_eu = log_in("sam@example.com", audience=STAFF)
    with tenancy.scope(mena):
        in_mena = log_in("sam@example.com", audience=STAFF)

    services.log_out_everywhere(audience=STAFF, person_id=member.id, now=NOW + timedelta(minutes=1))

    with pytest.raises(InvalidRefreshToken):
        refresh(in_eu)
    with tenancy.scope(mena), pytest.raises(InvalidRefreshToken):
        refresh(in_mena)


def test_a_staff_member_who_left_cannot_come_in():
    make_staff_member("admin")  # without another one nobody could leave
    member = make_staff_member(email="sam@example.com")
    tokens = log_in("sam@example.com", audience=STAFF)

    staff_services.end_access(member_id=member.id, now=NOW)

    with pytest.raises(InvalidRefreshToken):
        refresh(tokens)
    with pytest.raises(InvalidCredentials):
        log_in("sam@example.com", audience=STAFF)


def fail(times, *, email="noor@example.com", address=HOME, at=NOW):
    """Wrong passwords, each after the wait that the one before asked for; returns when the last was made."""
    for _ in range(times):
        while True:
            try:
                log_in(email, TOO_LONG, address=address, now=at)
            except InvalidCredentials:
                break
            except TooManyAttempts as wait:
                at += timedelta(seconds=wait.retry_after_s)
    return at


def test_after_three_failures_each_try_waits_longer():
    make_customer(email="noor@example.com")
    waits = []
    for count in range(4, 7):
        at = fail(1 if count > 4 else 4, at=NOW)
        with pytest.raises(TooManyAttempts) as refused:
            log_in("noor@example.com", now=at)
        waits.append(refused.value.retry_after_s)

    assert waits == [2, 4, 8]


def test_ten_failures_lock_even_the_right_password_out_for_a_quarter_of_an_hour():
    make_customer(email="noor@example.com")
    at = fail(10)

    with pytest.raises(TooManyAttempts) as refused:
        log_in("noor@example.com", now=at)

    assert refused.value.headers == {"Retry-After": "900"}
    assert log_in("noor@example.com", now=at + timedelta(minutes=15))


def test_a_stranger_elsewhere_does_not_lock_the_owner_out():
    make_customer(email="noor@example.com")

    at = fail(10, address="203.0.113.66")

    assert log_in("noor@example.com", now=at)


def test_an_address_that_tries_many_accounts_is_stopped():
    at = NOW
    for number in range(120):
        at = fail(1, email=f"guess{number}@example.com", address="203.0.113.66", at=at)

    with pytest.raises(TooManyAttempts) as refused:
        log_in("another@example.com", address="203.0.113.66", now=at)
    assert refused.value.retry_after_s > 600


def test_an_office_behind_one_address_is_not_slowed_by_its_own_logins():
    for number in range(100):
        limits = attempts.login_limits(audience=CUSTOMER, email=f"colleague{number}@example.com", address=HOME)
        attempts.admit(limits, now=NOW)
        attempts.forget(limits)

    make_customer(email="noor@example.com")
    assert log_in("noor@example.com")


def test_of_people_who_log_in_from_one_address_at_the_same_moment_none_waits():
    noor, aziz = (attempts.login_limits(audience=CUSTOMER, email=f"{name}@example.com", address=HOME) for name in ("noor", "aziz"))
    attempts.admit(noor, now=NOW + timedelta(milliseconds=5))  # who came later was counted first

    attempts.admit(aziz, now=NOW)

    assert set(Attempts.objects.values_list("count", flat=True)) == {1, 2}


def test_tries_from_many_addresses_of_one_network_count_together():
    at = NOW
    for number in range(120):
        at = fail(1, email=f"guess{number}@example.com", address=f"2001:db8:7:7::{number:x}", at=at)

    with pytest.raises(TooManyAttempts):
        log_in("another@example.com", address="2001:db8:7:7:ffff::1", now=at)
    with pytest.raises(InvalidCredentials):
        log_in("another@example.com", TOO_LONG, address="2001:db8:7:8::1", now=at)


def test_success_clears_the_count():
    make_customer(email="noor@example.com")
    at = fail(3)
    log_in("noor@example.com", now=at)

    at = fail(3, at=at)

    assert log_in("noor@example.com", now=at)


def test_of_two_sessions_the_one_that_ended_long_ago_is_purged_with_its_tokens():
    make_customer(email="noor@example.com")
    ended, live = log_in("noor@example.com"), log_in("noor@example.com")
    services.end_session_of_token(session_id="", refresh_token=ended.refresh_token, now=NOW)

    services.purge_expired(now=NOW + timedelta(days=31))

    token = RefreshToken.objects.get()
    assert token.token_hash == hash_secret(live.refresh_token.partition(".")[2])
    assert Session.objects.get().pk == token.session_id


def test_old_sessions_links_and_counts_are_purged():
    make_customer(email="noor@example.com")
    log_in("noor@example.com")
    fail(1)

    services.purge_expired(now=NOW + timedelta(days=400))

    assert not Session.objects.exists()
    assert not RefreshToken.objects.exists()


class TestKnownDevices:
    def lock_account(self):
        at = NOW
        for number in range(12):
            at = fail(5, address=f"203.0.113.{number}", at=at)
        return at

    def test_wrong_tries_of_others_do_not_lock_a_known_device_out(self):
        make_customer(email="noor@example.com")
        device_token = log_in("noor@example.com", now=NOW).device_token
        at = self.lock_account()

        with pytest.raises(TooManyAttempts):
            log_in("noor@example.com", address="198.51.100.9", now=at)
        assert log_in("Noor@example.com", address="198.51.100.9", device_token=device_token, now=at).device_token

    def test_a_device_is_known_for_its_person_its_region_and_half_a_year(self, mena):
        given = {"audience": "customer", "email": "noor@example.com"}
        token = devices.issue(**given, now=NOW)

        assert devices.find_device(token, **given, now=NOW)
        assert devices.find_device(token, **given, now=NOW + timedelta(days=181)) == ""
        assert devices.find_device(token, audience="vendor", email="noor@example.com", now=NOW) == ""
        assert devices.find_device(token, audience="customer", email="other@example.com", now=NOW) == ""
        with tenancy.scope(mena):
            assert devices.find_device(token, **given, now=NOW) == ""
        for odd in ("", ".", "..", "a.b.c", token[:-1], "x" + token, "é.1.é", token.replace(".", "..", 1)):
            assert devices.find_device(odd, **given, now=NOW) == ""

    def test_a_known_device_has_few_wrong_tries_of_its_own(self):
        make_customer(email="noor@example.com")
        device_token = log_in("noor@example.com", now=NOW).device_token
        at = self.lock_account()

        for _ in range(3):
            with pytest.raises(InvalidCredentials):
                log_in("noor@example.com", password="wrong password", device_token=device_token, address="198.51.100.9", now=at)
        with pytest.raises(InvalidCredentials):
            log_in("noor@example.com", password="wrong password", device_token=device_token, address="198.51.100.9", now=at)
        with pytest.raises(TooManyAttempts):
            log_in("noor@example.com", device_token=device_token, address="198.51.100.9", now=at)

    def test_the_token_comes_over_http_with_a_login_only(self, api):
        make_customer(email="noor@example.com")
        login = {"email": "noor@example.com", "password": PASSWORD}
        first = api.post("auth/login", login).json()
        again = api.post("auth/login", {**login, "device_token": first["device_token"]})

        assert again.status_code == 200
        assert api.post("auth/refresh", {"refresh_token": first["refresh_token"]}).json()["device_token"] == ""
        assert api.post("auth/login", {**login, "device_token": "nonsense"}).status_code == 200
