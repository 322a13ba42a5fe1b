from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "marketplace.foundation.documents"
    label = "documents"

    def ready(self) -> None:
        from marketplace.foundation.documents.registry import discover

        discover()
