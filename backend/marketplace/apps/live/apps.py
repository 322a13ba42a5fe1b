from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "marketplace.apps.live"
    label = "live"
