from django.apps import AppConfig


class IntelligenceConfig(AppConfig):
    name = "marketplace.apps.intelligence"
    label = "intelligence"
