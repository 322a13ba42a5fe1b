from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "marketplace.apps.disputes"
    label = "disputes"
