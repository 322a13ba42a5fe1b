from django.apps import AppConfig


class TaxConfig(AppConfig):
    name = "marketplace.apps.tax"
    label = "tax"

    def ready(self) -> None:
        from marketplace.apps.tax.queries import check_vat
        from marketplace.foundation.regions.checks import register_region_check

        register_region_check(check_vat)
