"""`make up GATEWAYS=mollie`: stand-ins, and accounts at them for each region."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher.environment import Environment, prepare_environment
from launcher.errors import Refusal
from launcher.paths import Paths
from launcher.programs import app_programs


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths(root=tmp_path)
    paths.make()
    return paths


def prepare(paths: Paths, **given: str) -> Environment:
    return prepare_environment(paths, {"PORT_BASE": "9000", **given})


def test_the_usual_start_has_no_stand_in(paths):
    environment = prepare(paths)

    assert environment.gateways == ()
    assert not any("MOLLIE" in name for name in environment.variables)
    assert "gateways" not in [program.name for program in app_programs(paths, environment)]


def test_each_region_has_an_account_at_a_stand_in_and_keeps_it(paths):
    environment, again = prepare(paths, GATEWAYS="mollie"), prepare(paths, GATEWAYS="mollie")

    keys = [environment.variables[f"GM_REGION_{region}_MOLLIE_API_KEY"] for region in ("EU", "MENA")]
    assert environment.variables["GM_MOLLIE_URL"] == "http://127.0.0.1:9011/mollie"
    assert all(key.startswith("test_") for key in keys)
    assert len(set(keys)) == 2
    assert again.variables == environment.variables
    assert environment.ports_needed["the payment gateways' stand-ins"] == 9011
    assert "gateways" in [program.name for program in app_programs(paths, environment)]


def test_with_the_operators_key_the_gateway_itself_is_called(paths):
    environment = prepare(paths, GATEWAYS="mollie", GM_REGION_EU_MOLLIE_API_KEY="test_own")

    assert environment.gateways == ()
    assert environment.variables["GM_REGION_EU_MOLLIE_API_KEY"] == "test_own"
    assert "GM_MOLLIE_URL" not in environment.variables


def test_several_stand_ins_are_one_program(paths):
    environment = prepare(paths, GATEWAYS="mollie,stripe")

    prefixes = {"SECRET_KEY": "sk_test_", "PUBLISHABLE_KEY": "pk_test_", "WEBHOOK_SECRET": "whsec_"}
    for name, prefix in prefixes.items():
        assert environment.variables[f"GM_REGION_EU_STRIPE_{name}"].startswith(prefix)
    assert environment.variables["GM_STRIPE_URL"] == "http://127.0.0.1:9011/stripe"
    assert [program.name for program in app_programs(paths, environment)].count("gateways") == 1


def test_a_gateway_that_there_is_not_is_refused(paths):
    with pytest.raises(Refusal, match=r"GATEWAYS names 'molly'; it may list mollie, stripe, paypal"):
        prepare(paths, GATEWAYS="mollie, molly")


def test_an_account_of_paypal_and_one_of_momo_is_whole(paths):
    variables = prepare(paths, GATEWAYS="paypal,momo").variables

    made = [value for name, value in variables.items() if name.startswith(("GM_REGION_EU_PAYPAL", "GM_REGION_EU_MOMO"))]
    assert (variables["GM_PAYPAL_URL"], variables["GM_MOMO_URL"]) == ("http://127.0.0.1:9011/paypal", "http://127.0.0.1:9011/momo")
    assert variables["GM_REGION_EU_MOMO_TARGET_ENVIRONMENT"] == "sandbox"
    assert (len(made), len(set(made))) == (10, 10)


def test_stand_ins_for_africa_have_keys_of_the_gateways_test_mode(paths):
    environment = prepare(paths, GATEWAYS="paystack,flutterwave", GM_REGIONS="eu,africa")

    assert environment.variables["GM_REGION_AFRICA_PAYSTACK_SECRET_KEY"].startswith("sk_test_")
    assert environment.variables["GM_REGION_AFRICA_FLUTTERWAVE_SECRET_KEY"].startswith("FLWSECK_TEST-")
    assert environment.variables["GM_REGION_AFRICA_FLUTTERWAVE_WEBHOOK_HASH"]
    assert environment.variables["GM_FLUTTERWAVE_URL"] == "http://127.0.0.1:9011/flutterwave"
