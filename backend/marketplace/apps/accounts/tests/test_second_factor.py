from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from marketplace.apps.accounts import queries, services
from marketplace.apps.accounts.errors import (
    InvalidCredentials,
    InvalidRefreshToken,
    LogInExpired,
    NoSecondFactor,
    SecondFactorIsOn,
    SecondFactorNeeded,
    TooManyAttempts,
    WrongCode,
)
from marketplace.apps.accounts.models import Account
from marketplace.apps.accounts.tests.factories import PASSWORD, STEP, App, confirm_second_factor, make_vendor_person, set_up_second_factor
from marketplace.apps.accounts.types import STAFF, VENDOR
from marketplace.apps.staff.tests.factories import make_staff_member
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.rest.tokens import read_access_token
from marketplace.kit.actors import Actor
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.ids import hash_secret
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

OWNER = "olga@vendor.example"
ACTOR = Actor(VENDOR, "usr_of_tests", "owner", "127.0.0.1")


def log_in(email=OWNER, *, audience=VENDOR, password=PASSWORD, now=NOW):
    return services.log_in(audience=audience, email=email, password=password, address="198.51.100.7", user_agent="tests", now=now)


def log_in_with(code, challenge, *, now=NOW):
    return services.log_in_with_code(challenge=challenge, code=code, address="198.51.100.7", user_agent="tests", now=now)


def challenge_for(email=OWNER, *, audience=VENDOR, now=NOW):
    with pytest.raises(SecondFactorNeeded) as asked:
        log_in(email, audience=audience, now=now)
    return asked.value.extra["challenge"]


@pytest.fixture
def person():
    return make_vendor_person(email=OWNER)


def test_the_password_alone_is_enough_until_a_code_has_confirmed_the_factor(person):
    services.begin_second_factor(audience=VENDOR, person_id=person.id, password=PASSWORD, now=NOW)

    assert log_in().person_id == person.id


def test_a_person_with_a_factor_logs_in_by_password_and_code(person):
    app, _ = set_up_second_factor(person.id)

    tokens = log_in_with(app.code(), challenge_for())

    assert tokens.person_id == person.id
    (session,) = queries.list_own_sessions(audience=VENDOR, person_id=person.id, session_id="", page=PageRequest(20), now=NOW).items
    assert session.has_second_factor


def test_the_app_s_address_names_the_region_and_the_person(person):
    begun = services.begin_second_factor(audience=VENDOR, person_id=person.id, password=PASSWORD, now=NOW)

    parsed = pyotp.parse_uri(begun.address)

    assert (parsed.issuer, parsed.name, parsed.secret) == (tenancy.current().name, OWNER, begun.secret)


def test_the_secret_is_stored_encrypted_and_recovery_codes_as_signatures(person):
    begun = services.begin_second_factor(audience=VENDOR, person_id=person.id, password=PASSWORD, now=NOW)
    codes = confirm_second_factor(person.id, App(begun.secret).code())

    stored = str(Account.objects.get(pk=person.id).second_factor)

    assert begun.secret not in stored
    for plain in [*codes, *(code.replace("-", "") for code in codes)]:
        assert plain not in stored
        assert hash_secret(plain) not in stored  # a code is short enough to search a plain hash for


def test_recovery_codes_outlive_a_new_key_in_front(person, settings):
    settings.FIELD_ENCRYPTION_KEY = "old"
    _, codes = set_up_second_factor(person.id)

    settings.FIELD_ENCRYPTION_KEY = "new,old"

    assert log_in_with(codes[0], challenge_for())


@pytest.mark.parametrize("drift", [-STEP, timedelta(0), STEP])
def test_a_telephone_s_clock_may_be_half_a_minute_off(person, drift):
    app, _ = set_up_second_factor(person.id, now=NOW - 2 * STEP)

    assert log_in_with(app.code(NOW + drift), challenge_for())


@pytest.mark.parametrize("drift", [-3 * STEP, 3 * STEP])
def test_a_code_of_another_minute_is_wrong(person, drift):
    app, _ = set_up_second_factor(person.id, now=NOW - 10 * STEP)

    with pytest.raises(WrongCode):
        log_in_with(app.code(NOW + drift), challenge_for())


def test_a_code_works_once(person):
    app, _ = set_up_second_factor(person.id)
    log_in_with(app.code(), challenge_for())

    with pytest.raises(WrongCode):
        log_in_with(app.code(), challenge_for())


def test_a_challenge_works_once(person):
    app, _ = set_up_second_factor(person.id)
    challenge = challenge_for()
    log_in_with(app.code(), challenge)

    with pytest.raises(LogInExpired):
        log_in_with(app.code(NOW + STEP), challenge, now=NOW + STEP)


def test_a_challenge_ends_after_ten_minutes(person):
    app, _ = set_up_second_factor(person.id)
    challenge, later = challenge_for(), NOW + timedelta(minutes=10)

    with pytest.raises(LogInExpired):
        log_in_with(app.code(later), challenge, now=later)


def test_guessing_codes_is_slowed_and_then_locked(person):
    app, _ = set_up_second_factor(person.id)
    challenge = challenge_for()
    for _ in range(4):
        with pytest.raises(WrongCode):
            log_in_with("000000", challenge)

    with pytest.raises(TooManyAttempts):
        log_in_with(app.code(), challenge)


def test_a_wrong_password_asks_for_no_code(person):
    set_up_second_factor(person.id)

    with pytest.raises(InvalidCredentials):
        log_in(password="not the password")


def test_a_recovery_code_works_once_however_it_is_typed(person):
    _, codes = set_up_second_factor(person.id)

    assert log_in_with(f" {codes[0].upper().replace('-', ' ')} ", challenge_for())

    with pytest.raises(WrongCode):
        log_in_with(codes[0], challenge_for())
    assert queries.get_second_factor(audience=VENDOR, person_id=person.id).recovery_codes_left == 9


def test_new_recovery_codes_end_the_earlier_ones(person):
    app, codes = set_up_second_factor(person.id)

    renewed = services.renew_recovery_codes(
        audience=VENDOR, person_id=person.id, password=PASSWORD, code=app.code(), actor=ACTOR, now=NOW
    ).codes

    assert not set(renewed) & set(codes)
    with pytest.raises(WrongCode):
        log_in_with(codes[0], challenge_for())
    assert log_in_with(renewed[0], challenge_for(now=NOW + STEP), now=NOW + STEP)


def test_without_the_factor_the_password_is_enough_again(person):
    app, _ = set_up_second_factor(person.id)

    services.remove_second_factor(audience=VENDOR, person_id=person.id, password=PASSWORD, code=app.code(), actor=ACTOR, now=NOW)

    assert log_in().person_id == person.id


@pytest.mark.parametrize("wrong", [{"password": "not the password"}, {"code": "000000"}])
def test_removing_it_needs_the_password_and_a_code(person, wrong):
    app, _ = set_up_second_factor(person.id)
    given = {"password": PASSWORD, "code": app.code(), **wrong}

    with pytest.raises((InvalidInput, WrongCode)):
        services.remove_second_factor(audience=VENDOR, person_id=person.id, **given, actor=ACTOR, now=NOW)

    assert challenge_for()


def test_what_there_is_or_is_not_is_said(person):
    with pytest.raises(NoSecondFactor):
        services.remove_second_factor(audience=VENDOR, person_id=person.id, password=PASSWORD, code="000000", actor=ACTOR, now=NOW)
    set_up_second_factor(person.id)

    with pytest.raises(SecondFactorIsOn):
        services.begin_second_factor(audience=VENDOR, person_id=person.id, password=PASSWORD, now=NOW)


def test_setting_it_up_ends_the_other_sessions_and_leaves_an_entry(person):
    elsewhere, here = (log_in(now=NOW - 4 * STEP) for _ in range(2))
    session_id = read_access_token(here.access_token, now=NOW).session_id

    set_up_second_factor(person.id, session_id=session_id)

    assert read_access_token(services.refresh_session(refresh_token=here.refresh_token, now=NOW).access_token, now=NOW)
    with pytest.raises(InvalidRefreshToken):
        services.refresh_session(refresh_token=elsewhere.refresh_token, now=NOW)
    assert AuditEntry.objects.filter(action="account.second_factor_set_up", resource=person.id).count() == 1


def test_a_new_password_ends_what_the_old_one_has_begun(person):
    app, _ = set_up_second_factor(person.id)
    challenge = challenge_for()
    services.change_password(
        audience=VENDOR, person_id=person.id, session_id="", current=PASSWORD, new="a different horse battery", actor=ACTOR, now=NOW
    )

    with pytest.raises(LogInExpired):
        log_in_with(app.code(), challenge)


def test_staff_use_one_factor_in_all_regions(mena):
    member = make_staff_member(email="sam@operator.example")
    app, _ = set_up_second_factor(member.id, audience=STAFF)

    with tenancy.scope(mena):
        tokens = log_in_with(app.code(), challenge_for("sam@operator.example", audience=STAFF))

    assert tokens.person_id == member.id


@pytest.mark.parametrize(("audience", "idle"), [(VENDOR, timedelta(days=14)), (STAFF, timedelta(hours=12))])
def test_a_session_is_listed_until_it_has_been_unused_for_too_long(audience, idle):
    make, moment = {VENDOR: make_vendor_person, STAFF: make_staff_member}[audience], timedelta(seconds=1)
    person_id = make(email="idle@people.example").id
    tokens = log_in("idle@people.example", audience=audience)

    def listed(now):
        return queries.list_own_sessions(audience=audience, person_id=person_id, session_id="", page=PageRequest(20), now=now).items

    assert len(listed(NOW + idle - moment)) == 1
    assert listed(NOW + idle) == []
    with pytest.raises(InvalidRefreshToken):
        services.refresh_session(refresh_token=tokens.refresh_token, now=NOW + idle)


def test_a_session_of_another_person_cannot_be_ended(person):
    other = make_vendor_person(email="peter@vendor.example")
    log_in("peter@vendor.example")
    (session,) = queries.list_own_sessions(audience=VENDOR, person_id=other.id, session_id="", page=PageRequest(20), now=NOW).items

    with pytest.raises(NotFound):
        services.end_own_session(person_id=person.id, session_id=session.id, now=NOW)

    services.end_own_session(person_id=other.id, session_id=session.id, now=NOW)
    services.end_own_session(person_id=other.id, session_id=session.id, now=NOW)  # again: it is over already
    assert queries.list_own_sessions(audience=VENDOR, person_id=other.id, session_id="", page=PageRequest(20), now=NOW).items == []
