from __future__ import annotations

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.apps.accounts.services import new_password_hash
from marketplace.apps.staff import services as staff_services
from marketplace.apps.staff.types import ROLES
from marketplace.foundation import clock
from marketplace.kit.errors import MarketplaceError

VARIABLE = "GM_STAFF_PASSWORD"
MIN_LENGTH = 12


class Command(BaseCommand):
    help = f"Add a member of the operator's staff. The password is asked for, or read from {VARIABLE}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", action="append", required=True, choices=ROLES, dest="roles", help="can be given more than once")
        parser.add_argument("--language", default="en")

    def handle(self, *, email: str, name: str, roles: list[str], language: str, **_: Any) -> None:
        password = os.environ.get(VARIABLE) or getpass.getpass("Password: ")
        if len(password) < MIN_LENGTH:
            raise CommandError(f"A staff member's password has at least {MIN_LENGTH} characters.")
        try:
            member = staff_services.create_member(
                email=email,
                name=name,
                roles=roles,
                language=language,
                password_hash=new_password_hash(password, email=email, names=[name]),
                now=clock.now(),
            )
        except MarketplaceError as error:
            raise CommandError("; ".join([str(error), *(str(item.message) for item in error.errors)])) from None
        self.stdout.write(member.id)
