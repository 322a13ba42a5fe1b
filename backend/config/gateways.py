"""The payment gateways' accounts, one for each region, from the environment; and what is wrong with their keys."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import SecretStr

if TYPE_CHECKING:
    from config.env import RegionEnv

Mode = Literal["test", "live"]

# https://momodeveloper.mtn.com/api-documentation: the target environments in which real money moves, one for each country
MTN_COUNTRIES = ("mtnuganda", "mtnghana", "mtncameroon", "mtncongo", "mtnrwanda", "mtnivorycoast", "mtnbenin")


@dataclass(frozen=True, slots=True)
class Gateway:
    """
    ``settings`` are needed together: ``GM_REGION_EU_MOLLIE_API_KEY`` is the ``api_key`` of the region ``eu``. ``modes`` says how a setting
    begins that moves no real money, and how one that does. ``test_url`` is where test keys are taken, if that is another place.
    ``shared`` settings are no secrets: several regions may have the same. ``optional`` ones may be left out.
    """

    code: str
    title: str
    url: str
    settings: tuple[str, ...]
    modes: Mapping[str, Mapping[Mode, tuple[str, ...]]]
    test_url: str = ""
    shared: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


GATEWAYS = (
    Gateway(
        "mollie",
        "Mollie",
        "https://api.mollie.com",
        ("api_key",),
        {"api_key": {"test": ("test_",), "live": ("live_",)}},
        optional=("organization_token",),
    ),
    Gateway(
        "stripe",
        "Stripe",
        "https://api.stripe.com",
        ("secret_key", "publishable_key", "webhook_secret"),
        {
            "secret_key": {"test": ("sk_test_", "rk_test_"), "live": ("sk_live_", "rk_live_")},
            "publishable_key": {"test": ("pk_test_",), "live": ("pk_live_",)},
        },
    ),
    Gateway(
        "paypal",
        "PayPal",
        "https://api-m.paypal.com",
        ("client_id", "client_secret", "webhook_id"),
        {},
        test_url="https://api-m.sandbox.paypal.com",
    ),
    Gateway(
        "momo",
        "MTN Mobile Money",
        "https://proxy.momoapi.mtn.com",
        (
            "target_environment",
            "collection_user",
            "collection_key",
            "collection_subscription_key",
            "disbursement_user",
            "disbursement_key",
            "disbursement_subscription_key",
        ),
        {"target_environment": {"test": ("sandbox",), "live": MTN_COUNTRIES}},
        test_url="https://sandbox.momodeveloper.mtn.com",
        shared=("target_environment",),
    ),
    Gateway(
        "paystack",
        "Paystack",
        "https://api.paystack.co",
        ("secret_key",),
        {"secret_key": {"test": ("sk_test_",), "live": ("sk_live_",)}},
    ),
    Gateway(
        "flutterwave",
        "Flutterwave",
        "https://api.flutterwave.com",
        ("secret_key", "webhook_hash"),
        {"secret_key": {"test": ("FLWSECK_TEST-",), "live": ("FLWSECK-",)}},
    ),
)
URLS = {f"{gateway.code}_url": gateway.url for gateway in GATEWAYS}


def urls_of(given: Mapping[str, str | None], *, is_production: bool) -> dict[str, str]:
    """
    By gateway, where it is called: at the address that was given, else at its own for live or for test keys.

    :raises ValueError: outside production, for the address at which real money moves; in production ``production.py`` refuses every other
    """
    for gateway in GATEWAYS:
        if not is_production and gateway.test_url and (given[gateway.code] or "").rstrip("/") == gateway.url:
            raise ValueError(
                f"GM_{gateway.code.upper()}_URL must be {gateway.test_url} outside production: real money moves at {gateway.url}"
            )
    own = {gateway.code: (not is_production and gateway.test_url) or gateway.url for gateway in GATEWAYS}
    return {code: (given[code] or url).rstrip("/") for code, url in own.items()}


Given = dict[str, dict[str, SecretStr]]  # by gateway and setting, of one region


def given_to(slug: str) -> Given:
    """What the environment says of a region's accounts."""
    return {gateway.code: found for gateway in GATEWAYS if (found := dict(_found(gateway, slug)))}


def _found(gateway: Gateway, slug: str) -> Iterator[tuple[str, SecretStr]]:
    for setting in (*gateway.settings, *gateway.optional):
        if text := os.environ.get(name_of(gateway, slug, setting)):
            yield setting, SecretStr(text)


def name_of(gateway: Gateway, slug: str, setting: str) -> str:
    """The name of a variable."""
    return f"GM_REGION_{slug.upper()}_{gateway.code.upper()}_{setting.upper()}"


def accounts_of(regions: Sequence[RegionEnv], urls: Mapping[str, str]) -> dict[str, dict[str, dict[str, str | None]]]:
    """By gateway and region, as the settings have them."""
    return {
        gateway.code: {
            region.slug: {
                "url": urls[gateway.code],
                "webhook_origin": region.webhook_origin,
                **{name: secret.get_secret_value() for name, secret in region.gateways[gateway.code].items()},
            }
            for region in regions
            if gateway.code in region.gateways
        }
        for gateway in GATEWAYS
    }


def check_region(region: RegionEnv, *, is_production: bool) -> None:
    """:raises ValueError: for half of an account, and for keys of the wrong mode; without the keys"""
    if faults := list(_faults_of(region, is_production=is_production)):
        raise ValueError("; ".join(faults))


def _faults_of(region: RegionEnv, *, is_production: bool) -> Iterator[str]:
    """With a test key in production customers would get products for nothing; with a live key elsewhere tests would take their money."""
    mode: Mode = "live" if is_production else "test"
    for gateway in GATEWAYS:
        found = region.gateways.get(gateway.code, {})
        if found and not found.keys() >= set(gateway.settings):
            names = [name_of(gateway, region.slug, setting) for setting in gateway.settings]
            yield f"{' and '.join(names)} are needed together"
        for setting, prefixes in gateway.modes.items():
            if setting in found and not found[setting].get_secret_value().startswith(prefixes[mode]):
                forms = " or ".join(f"{prefix}..." for prefix in prefixes[mode])
                where = "in production" if is_production else "outside production"
                yield f"{name_of(gateway, region.slug, setting)} must be {gateway.title}'s {mode} key ({forms}) {where}"
