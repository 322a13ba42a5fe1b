from django.apps import AppConfig


class RelayConfig(AppConfig):
    name = "marketplace.foundation.relay"
    label = "relay"
