"""Accounts at payment gateways: one for each region, of the mode that fits the environment, and whole."""

from __future__ import annotations

import pytest

from config.env import read_env
from config.tests.environments import refusal

DEVELOPMENT = {"GM_ENVIRONMENT": "development"}


def test_each_region_has_an_account_of_its_own(environment):
    environment({**DEVELOPMENT, "GM_REGION_EU_MOLLIE_API_KEY": "test_eu", "GM_MOLLIE_URL": "http://127.0.0.1:8011/mollie/"})

    accounts = read_env().payment_accounts["mollie"]

    assert accounts == {"eu": {"url": "http://127.0.0.1:8011/mollie", "api_key": "test_eu", "webhook_origin": None}}


def test_production_takes_live_keys_and_calls_the_gateway_itself(environment):
    environment({"GM_REGION_EU_MOLLIE_API_KEY": "live_eu", "GM_REGION_MENA_MOLLIE_API_KEY": "live_mena"})

    accounts = read_env().payment_accounts["mollie"]

    assert {region: account["url"] for region, account in accounts.items()} == dict.fromkeys(("eu", "mena"), "https://api.mollie.com")


@pytest.mark.parametrize(
    ("where", "key", "said"),
    [
        ({}, "test_eu", "must be Mollie's live key (live_...) in production"),
        (DEVELOPMENT, "live_eu", "must be Mollie's test key (test_...) outside production"),
        (DEVELOPMENT, "eu", "must be Mollie's test key (test_...) outside production"),
    ],
)
def test_a_key_of_the_wrong_mode_is_refused_without_saying_it(environment, where, key, said):
    environment({**where, "GM_REGION_EU_MOLLIE_API_KEY": key + "_hidden"})

    refused = refusal()

    assert f"GM_REGION_EU_MOLLIE_API_KEY {said}" in refused
    assert "hidden" not in refused


def test_production_refuses_a_stand_in(environment):
    environment({"GM_MOLLIE_URL": "http://127.0.0.1:8011/mollie"})

    assert "GM_MOLLIE_URL must be https://api.mollie.com" in refusal()


def test_two_regions_do_not_share_a_key(environment):
    environment({"GM_REGION_EU_MOLLIE_API_KEY": "live_same", "GM_REGION_MENA_MOLLIE_API_KEY": "live_same"})

    assert "one key for each purpose" in refusal()


def test_a_tunnel_is_named_by_its_address(environment):
    environment({**DEVELOPMENT, "GM_REGION_EU_MOLLIE_API_KEY": "test_eu", "GM_REGION_EU_WEBHOOK_ORIGIN": "https://tunnel.example/"})

    assert read_env().payment_accounts["mollie"]["eu"]["webhook_origin"] == "https://tunnel.example"


def test_a_tunnel_without_an_address_is_refused(environment):
    environment({**DEVELOPMENT, "GM_REGION_EU_WEBHOOK_ORIGIN": "tunnel"})

    assert "GM_REGION_EU_WEBHOOK_ORIGIN" in refusal()


STRIPE = {
    "GM_REGION_EU_STRIPE_SECRET_KEY": "sk_test_secret",
    "GM_REGION_EU_STRIPE_PUBLISHABLE_KEY": "pk_test_public",
    "GM_REGION_EU_STRIPE_WEBHOOK_SECRET": "whsec_signs",
}


def test_an_account_of_several_settings_is_read_whole(environment):
    environment({**DEVELOPMENT, **STRIPE})

    account = read_env().payment_accounts["stripe"]["eu"]

    assert (account["secret_key"], account["publishable_key"], account["webhook_secret"]) == tuple(STRIPE.values())


@pytest.mark.parametrize("missing", STRIPE)
def test_half_of_an_account_is_refused(environment, missing):
    environment({**DEVELOPMENT, **STRIPE, missing: ""})

    assert f"{' and '.join(STRIPE)} are needed together" in refusal()


@pytest.mark.parametrize("name", ["GM_REGION_EU_STRIPE_SECRET_KEY", "GM_REGION_EU_STRIPE_PUBLISHABLE_KEY"])
def test_a_test_key_of_several_settings_is_refused_in_production(environment, name):
    live = {setting: value.replace("_test_", "_live_") for setting, value in STRIPE.items()}
    environment({**live, name: STRIPE[name]})

    refused = refusal()

    assert f"{name} must be Stripe's live key" in refused
    assert refused.count("must be Stripe's") == 1


def test_a_restricted_key_will_do(environment):
    environment({**DEVELOPMENT, **STRIPE, "GM_REGION_EU_STRIPE_SECRET_KEY": "rk_test_restricted"})

    assert read_env().payment_accounts["stripe"]["eu"]["secret_key"] == "rk_test_restricted"


PAYSTACK = "GM_REGION_EU_PAYSTACK_SECRET_KEY"
FLUTTERWAVE = {
    "GM_REGION_EU_FLUTTERWAVE_SECRET_KEY": "FLWSECK_TEST-secret-X",
    "GM_REGION_EU_FLUTTERWAVE_WEBHOOK_HASH": "a-long-random-text",
}


@pytest.mark.parametrize(
    ("where", "given", "said"),
    [
        ({}, {PAYSTACK: "sk_test_hidden"}, "must be Paystack's live key (sk_live_...) in production"),
        (
            DEVELOPMENT,
            {PAYSTACK: "sk_live_hidden"},
            "must be Paystack's test key (sk_test_...) outside production",
        ),
        ({}, FLUTTERWAVE, "must be Flutterwave's live key (FLWSECK-...) in production"),
        (
            DEVELOPMENT,
            {**FLUTTERWAVE, "GM_REGION_EU_FLUTTERWAVE_SECRET_KEY": "FLWSECK-hidden-X"},
            "must be Flutterwave's test key (FLWSECK_TEST-...) outside production",
        ),
        (DEVELOPMENT, {**FLUTTERWAVE, "GM_REGION_EU_FLUTTERWAVE_WEBHOOK_HASH": ""}, f"{' and '.join(FLUTTERWAVE)} are needed together"),
    ],
)
def test_keys_of_the_wrong_mode_and_half_of_an_account_are_refused_for_each_gateway(environment, where, given, said):
    environment({**where, **given})

    refused = refusal()

    assert said in refused
    assert "hidden" not in refused


def test_live_keys_of_each_gateway_will_do_in_production(environment):
    live = {
        PAYSTACK: "sk_live_paystack",
        "GM_REGION_EU_FLUTTERWAVE_SECRET_KEY": "FLWSECK-flutterwave-X",
        "GM_REGION_EU_FLUTTERWAVE_WEBHOOK_HASH": "a-long-random-text",
    }
    environment(live)

    accounts = read_env().payment_accounts

    assert accounts["paystack"]["eu"]["url"] == "https://api.paystack.co"
    assert accounts["flutterwave"]["eu"]["webhook_hash"] == "a-long-random-text"
