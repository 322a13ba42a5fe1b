from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "marketplace.apps.messaging"
    label = "messaging"
