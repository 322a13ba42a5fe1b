from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "marketplace.apps.notifications"
    label = "notifications"
