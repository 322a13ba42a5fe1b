from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "marketplace.foundation.tenancy"
    label = "tenancy"
