from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "marketplace.apps.webhooks"
    label = "webhooks"
