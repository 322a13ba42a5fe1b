"""
Which payment gateways a start offers next to the sandbox, and which carrier, by stand-ins on this machine (``make up
GATEWAYS=mollie,stripe,sendcloud``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from launcher.errors import Refusal
from launcher.servers import HOST

# By gateway: the settings of a region's account, and how a stand-in's value begins.
GATEWAYS: dict[str, dict[str, str]] = {
    "mollie": {"MOLLIE_API_KEY": "test_"},
    "stripe": {"STRIPE_SECRET_KEY": "sk_test_", "STRIPE_PUBLISHABLE_KEY": "pk_test_", "STRIPE_WEBHOOK_SECRET": "whsec_"},
    "paypal": {"PAYPAL_CLIENT_ID": "", "PAYPAL_CLIENT_SECRET": "", "PAYPAL_WEBHOOK_ID": ""},
    "momo": {
        "MOMO_TARGET_ENVIRONMENT": "sandbox",
        **{f"MOMO_{product}_{name}": "" for product in ("COLLECTION", "DISBURSEMENT") for name in ("USER", "KEY", "SUBSCRIPTION_KEY")},
    },
    "paystack": {"PAYSTACK_SECRET_KEY": "sk_test_"},
    "flutterwave": {"FLUTTERWAVE_SECRET_KEY": "FLWSECK_TEST-", "FLUTTERWAVE_WEBHOOK_HASH": ""},
    "sendcloud": {},  # a carrier: each vendor has an account of its own there, which it connects itself
}

PLAIN = ("MOMO_TARGET_ENVIRONMENT",)  # whose value is known, and no secret


def chosen_gateways(text: str, own: Mapping[str, str], regions: Sequence[str]) -> tuple[str, ...]:
    """Those that need a stand-in: asked for, and without a key that the operator has given. :raises Refusal: for one that there is not"""
    asked = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if unknown := [gateway for gateway in asked if gateway not in GATEWAYS]:
        raise Refusal(f"GATEWAYS names {unknown[0]!r}; it may list {', '.join(GATEWAYS)}.")
    return tuple(gateway for gateway in asked if not any(name in own for name in _settings(gateway, regions)))


def gateway_variables(gateways: Sequence[str], regions: Sequence[str], *, port: int, made: Callable[[str], str]) -> dict[str, str]:
    """Where the stand-ins are found, and an account for each region; ``made`` makes a secret and keeps it."""
    variables = {}
    for gateway in gateways:
        variables[f"GM_{gateway.upper()}_URL"] = f"http://{HOST}:{port}/{gateway}"
        variables |= {
            name: prefix if name.endswith(PLAIN) else prefix + made(name.lower()) for name, prefix in _settings(gateway, regions).items()
        }
        if gateway == "stripe":
            variables["GM_STRIPE_SCRIPT"] = f"http://{HOST}:{port}/stripe/v3/"
    return variables


def _settings(gateway: str, regions: Sequence[str]) -> dict[str, str]:
    return {f"GM_REGION_{region.upper()}_{name}": prefix for region in regions for name, prefix in GATEWAYS[gateway].items()}
