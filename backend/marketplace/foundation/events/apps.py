from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "marketplace.foundation.events"
    label = "events"

    def ready(self) -> None:
        from marketplace.foundation.events.subscribers import discover

        discover()
