from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "marketplace.apps.staff"
    label = "staff"
    is_of_platform = True  # what the database router asks
