from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.apps.accounts import services
from marketplace.apps.accounts.services import logins
from marketplace.apps.accounts.types import STAFF, VENDOR
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy.commands import region_named
from marketplace.kit.actors import SYSTEM
from marketplace.kit.errors import MarketplaceError

MAX_REASON = 500


class Command(BaseCommand):
    help = "Remove a second factor that its person has lost, or that a stranger has set up. Make sure first who asks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", required=True, help="the region's slug, such as eu; its audit log has the entry")
        parser.add_argument("--audience", required=True, choices=[VENDOR, STAFF])
        parser.add_argument("--email", required=True)
        parser.add_argument("--reason", required=True, help="for the audit log: who asked, and how you know")

    def handle(self, *, tenant: str, audience: str, email: str, reason: str, **_: Any) -> None:
        if not 0 < len(reason.strip()) <= MAX_REASON:
            raise CommandError(f"The reason has 1 to {MAX_REASON} characters.")
        with tenancy.scope(region_named(tenant)):
            person = logins.find_person(audience, email)
            if person is None:
                raise CommandError(f"Nobody of the audience {audience} has confirmed {email} in {tenant}.")
            try:
                services.clear_second_factor(audience=audience, person_id=person.id, reason=reason, actor=SYSTEM, now=clock.now())
            except MarketplaceError as error:
                raise CommandError(str(error)) from None
        self.stdout.write(person.id)
