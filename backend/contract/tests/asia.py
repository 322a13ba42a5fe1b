"""
A program of its own, with region ``asia`` alone in its environment: adds the region as the guide describes it to new databases, sells in
it, and prints the answers as JSON. ``test_new_region.py`` runs it and says what they must be.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import textwrap
from io import StringIO
from pathlib import Path
from typing import Any

import django
from django.test.utils import setup_test_environment

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "add-a-region.md"
TOKYO = {
    "name": "田中 花子",
    "line1": "千代田1-1",
    "postcode": "100-0001",
    "city": "千代田区",
    "region": "東京都",
    "country": "JP",
    "phone": "+81 3-1234-5678",
}


def main() -> None:
    django.setup()
    setup_test_environment()
    from celery import current_app

    current_app.conf.task_always_eager = True
    json.dump({"commands": add_region()} | sell(), sys.stdout)


def description() -> str:
    """The TOML file of the guide."""
    (block,) = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    return textwrap.dedent(block)


def add_region() -> list[str]:
    """What the commands of the guide say."""
    from django.core.management import call_command

    written = StringIO()
    call_command("provision", stdout=written)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "asia.toml"
        file.write_text(description())
        call_command("add_region", str(file), stdout=written)
    call_command("check_regions", stdout=written)
    return written.getvalue().splitlines()


def sell() -> dict[str, Any]:
    """A product is listed, found, put into a cart and ordered, all in Japanese and in yen."""
    from django.core import mail

    from contract.tests.buying import Buyer
    from marketplace.apps.catalog.tests.factories import make_product
    from marketplace.apps.catalog.types import ProductTexts
    from marketplace.apps.shipping.tests.factories import make_shipping_method
    from marketplace.apps.vendors.tests.factories import make_vendor
    from marketplace.foundation import clock, tenancy
    from marketplace.foundation.relay import relay
    from marketplace.foundation.tenancy import directory
    from marketplace.kit.money import Money
    from marketplace.testing import ApiClient

    asia = directory.get("asia")
    with tenancy.scope(asia):
        vendor = make_vendor(now=clock.now())
        make_shipping_method(vendor.id, price_minor=500, now=clock.now())
        product = make_product(
            vendor=vendor.id,
            texts={"ja": ProductTexts(title="茶碗"), "en": ProductTexts(title="Tea bowl")},
            price=Money(1980, "JPY"),
            now=clock.now(),
        )
        relay.drain(now=clock.now())
    api = ApiClient()
    buyer = Buyer(api, tenant="asia")
    buyer.open({"country": "JP", "currency": "JPY", "lines": [{"variant_id": product.variants[0].id, "quantity": 2}]}, lang="ja")
    buyer.change("PATCH", "", {"email": "hanako@customer.example", "shipping_address": TOKYO})
    (offered,) = buyer.change("GET", "/shipping-options")["items"]
    buyer.change("PATCH", "", {"shipping_choices": {vendor.id: offered["options"][0]["method_id"]}})
    paid = buyer.pay(method="cash_on_delivery")
    with tenancy.scope(asia):
        relay.drain(now=clock.now())
    missing = api.get("store/products/nothing", tenant="asia", lang="ja")
    return {
        "list": api.get("store/products", tenant="asia", lang="ja", q="茶碗").json(),
        "page": api.get(f"store/products/{product.slug}", tenant="asia", lang="ja").json(),
        "cart": buyer.cart,
        "paid": paid.json(),
        "missing": {"status": missing.status_code, "title": missing.json()["title"], "language": missing.headers["Content-Language"]},
        "mails": [{"to": sent.to, "subject": sent.subject, "body": str(sent.body)} for sent in mail.outbox],
    }


if __name__ == "__main__":
    main()
