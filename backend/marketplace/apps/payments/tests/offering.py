"""Lets a test pay by a provider of ``shapes.py`` or ``gateways.py``. Other apps' tests import ``using`` from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from marketplace.testing import NOW


@pytest.fixture
def using(settings: Any, monkeypatch: Any) -> Iterator[Callable[[Any], Any]]:
    """Make a shape or a gateway a provider of both regions, each with an account of its own, and its method one that can be chosen."""
    from marketplace.apps.payments import providers  # conftest files are imported before Django is ready
    from marketplace.apps.payments.models import Method
    from marketplace.apps.payments.queries import methods
    from marketplace.apps.payments.tests.doubles import AtDouble
    from marketplace.apps.payments.tests.shapes import REMOTES

    opened: list[AtDouble] = []

    def use(kind: Any) -> Any:
        if issubclass(kind, AtDouble):
            made = kind()
            opened.append(made)
            accounts = made.accounts
        else:
            monkeypatch.setitem(providers.PROVIDERS, kind.code, kind)
            accounts = {region: {"secret": f"{kind.code}-{region}", "publishable_key": f"pk_{region}"} for region in ("eu", "mena")}
            made = kind(accounts["eu"])
        settings.PAYMENT_ACCOUNTS = {**settings.PAYMENT_ACCOUNTS, providers.account_code(kind.code): accounts}
        about = {"code": made.method, "provider": kind.code, "kind": "bank", "name": "card"}
        Method.objects.create(id=f"pmr_{kind.code}", position=1, updated_at=NOW, **about)
        methods.forget()
        _forget_health(made)
        return made

    yield use
    for gateway in opened:
        _forget_health(gateway)
        gateway.close()
    REMOTES.clear()
    methods.forget()


def _forget_health(made: Any) -> None:
    """What one test has seen of a gateway is no matter of the next one's."""
    from marketplace.apps.payments import providers, services
    from marketplace.foundation import tenancy
    from marketplace.foundation.tenancy import directory

    for region in ("eu", "mena"):
        with tenancy.scope(directory.get(region)):
            services.forget_health(providers.account_code(made.code))
