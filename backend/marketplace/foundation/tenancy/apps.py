from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TenancyConfig(AppConfig):
    name = "marketplace.foundation.tenancy"
    label = "tenancy"
    is_of_platform = True  # what the database router asks

    def ready(self) -> None:
        autodiscover_modules("region_settings")  # so that every name is known where a region's settings are checked
