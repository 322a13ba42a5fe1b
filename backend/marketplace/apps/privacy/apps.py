from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "marketplace.apps.privacy"
    label = "privacy"
