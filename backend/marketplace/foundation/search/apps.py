from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "marketplace.foundation.search"
    label = "search"

    def ready(self) -> None:
        from marketplace.foundation.search.indices import discover

        discover()
