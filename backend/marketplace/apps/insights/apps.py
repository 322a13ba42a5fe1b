from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "marketplace.apps.insights"
    label = "insights"
