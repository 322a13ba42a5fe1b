from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import settings as declarations
from marketplace.foundation.tenancy.settings import amount_by_currency, faults_of, feature, text, whole_number, yes_no


@pytest.fixture(autouse=True)
def _own_declarations():
    """What a test declares is gone after it."""
    kept = dict(declarations._settings), dict(declarations._features)
    yield
    for registry, before in zip((declarations._settings, declarations._features), kept, strict=True):
        registry.clear()
        registry.update(before)


def a_number(name: str = "test_days", *, most: int = 30):
    return whole_number(name, default=7, least=1, most=most, unit="days", description="For a test")


def fields_of(settings, features=None, *, currencies=("EUR",)):
    return [(fault.field, fault.code) for fault in faults_of(settings, features or {}, currencies=currencies)]


def test_a_region_that_says_nothing_has_the_default(eu):
    days, is_strict = a_number(), yes_no("test_is_strict", default=True, description="For a test")

    with tenancy.scope(eu):
        assert (days.current(), is_strict.current()) == (7, True)


def test_a_regions_own_value_holds_in_its_scope(eu):
    days = a_number()

    with tenancy.scope(msgspec.structs.replace(eu, settings={"test_days": 3})):
        assert days.current() == 3


def test_outside_a_scope_there_is_no_value():
    with pytest.raises(tenancy.NoTenantScope):
        a_number().current()


def test_a_name_is_declared_once():
    a_number(most=30)
    feature("test_feature", description="One")

    assert a_number(most=30).most == 30
    with pytest.raises(ValueError, match="test_days"):
        a_number(most=31)
    with pytest.raises(ValueError, match="test_feature"):
        feature("test_feature", description="Another")


@given(st.one_of(st.integers(), st.booleans(), st.text(max_size=3), st.none(), st.floats(allow_nan=False), st.lists(st.integers())))
def test_only_a_whole_number_within_its_bounds_is_taken(value):
    setting = a_number()

    is_taken = not list(setting.faults_of(value, currencies=()))

    assert is_taken == (type(value) is int and 1 <= value <= 30)


@pytest.mark.parametrize(
    ("value", "faults"),
    [
        ({}, []),
        ({"EUR": 0, "KWD": 10**12}, []),
        ({"USD": 1}, [("settings.test_minor.USD", "foreign_currency")]),
        ({"EUR": 10**12 + 1}, [("settings.test_minor.EUR", "out_of_bounds")]),
        ({"EUR": "1"}, [("settings.test_minor.EUR", "wrong_type")]),
        ({"EUR": True}, [("settings.test_minor.EUR", "wrong_type")]),
        (1, [("settings.test_minor", "wrong_type")]),
        ([1], [("settings.test_minor", "wrong_type")]),
    ],
)
def test_amounts_are_set_in_currencies_of_the_region(value, faults):
    amount_by_currency("test_minor", described_default="none", description="For a test")

    assert fields_of({"test_minor": value}, currencies=("EUR", "KWD")) == faults


def test_yes_or_no_is_no_number():
    yes_no("test_is_strict", default=True, description="For a test")

    assert fields_of({"test_is_strict": False}) == []
    assert fields_of({"test_is_strict": 1}) == [("settings.test_is_strict", "wrong_type")]


@pytest.mark.parametrize(("value", "codes"), [("#0f5c4d", []), ("red", ["invalid"]), ("#0f5c4d\n", ["invalid"]), (5, ["wrong_type"])])
def test_a_text_has_the_declared_form(value, codes):
    text("test_colour", pattern=re.compile("#[0-9a-f]{6}"), unit="as #0f5c4d", described_default="none", description="For a test")

    assert [code for _, code in fields_of({"test_colour": value})] == codes


def test_unknown_names_are_refused():
    assert fields_of({"test_dyas": 1}, {"teleport": True}) == [
        ("features.teleport", "unknown_feature"),
        ("settings.test_dyas", "unknown_setting"),
    ]


def test_the_apps_have_declared_theirs():
    names = {setting.name for setting in declarations.list_settings()}

    assert {"return_window_days", "guest_cart_days", "commission_percent_bp", "commission_vat_bp"} <= names
