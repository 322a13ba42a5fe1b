from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "marketplace.apps.analytics"
    label = "analytics"
