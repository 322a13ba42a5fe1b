from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "marketplace.apps.staff"
    label = "staff"
