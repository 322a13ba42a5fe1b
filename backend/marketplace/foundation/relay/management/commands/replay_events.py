from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from marketplace.foundation import tenancy
from marketplace.foundation.relay import parking
from marketplace.foundation.tenancy.commands import region_named


class Command(BaseCommand):
    help = "Lets the relay try events again that it had stopped retrying."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", required=True, help="slug of the region")
        parser.add_argument("--event", default="", help="only the event of this id")
        parser.add_argument("--name", default="", help="only events of this name, such as orders.order_placed.v1")
        parser.add_argument("--list", action="store_true", help="show them and why they failed; change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        with tenancy.scope(region_named(options["tenant"])):
            if options["list"]:
                for event in parking.list_parked():
                    self.stdout.write(
                        f"{event.event_id} {event.wire_name} for {event.subscriber} parked {event.parked_at}: {event.last_error}"
                    )
                return
            count = parking.replay_parked(event_id=options["event"], wire_name=options["name"])
        self.stdout.write(f"{count} event(s) will be tried again")
