from django.apps import AppConfig


class VendorsConfig(AppConfig):
    name = "marketplace.apps.vendors"
    label = "vendors"
