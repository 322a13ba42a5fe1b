from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from marketplace.apps.accounts import services as account_services
from marketplace.apps.demo import tasks
from marketplace.apps.demo.domain import load_demo
from marketplace.apps.demo.services import filling, pages, paying, people, pictures
from marketplace.foundation import clock, tenancy
from marketplace.foundation.tenancy import directory


class Command(BaseCommand):
    help = "Fills empty regions with the demo catalogue and prints its logins. Regions with vendors of their own stay as they are."
    requires_system_checks = ()  # they load every endpoint, and the worker that starts next makes them

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("The demo's logins are known to everybody: it is not for production.")
        password_hash = account_services.new_password_hash(people.PASSWORD, email=people.staff_email("admin"), names=[])
        people.ensure_staff(password_hash=password_hash, now=clock.now())
        for tenant in directory.list_active():
            with tenancy.scope(tenant):
                self._fill(tenant.slug, password_hash)
        self._print_logins()

    def _fill(self, region: str, password_hash: str) -> None:
        try:
            catalogue = load_demo(region)
        except KeyError:
            return  # a region of the operator's own, for which nothing was written
        if filling.is_to_fill(catalogue):
            filling.fill(
                catalogue,
                password_hash=password_hash,
                now=clock.now(),
                progress=lambda done, total: self.stderr.write(f"{region}: {done} of {total} products"),
            )
        pages.ensure_pages(now=clock.now())
        pages.ensure_home(now=clock.now())
        paying.ensure_methods(now=clock.now())
        if pictures.are_missing(catalogue):
            tasks.draw_demo_pictures.apply_async(priority=tasks.WHEN_NOTHING_ELSE_WAITS)
            self.stderr.write(f"{region}: the worker draws the pictures")

    def _print_logins(self) -> None:
        self.stdout.write(f"Demo logins (password of all: {people.PASSWORD})")
        for role in people.STAFF_ROLES:
            self.stdout.write(f"  staff     {people.staff_email(role)}")
        for tenant in directory.list_active():
            try:
                catalogue = load_demo(tenant.slug)
            except KeyError:
                continue
            self.stdout.write(f"  {tenant.slug:9} customer {people.CUSTOMER_EMAIL}")
            for vendor in catalogue.vendors:
                self.stdout.write(f"  {tenant.slug:9} vendor   {people.owner_email(vendor.slug)}  ({vendor.name})")
