from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "marketplace.apps.discovery"
    label = "discovery"
