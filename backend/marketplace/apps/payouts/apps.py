from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "marketplace.apps.payouts"
    label = "payouts"

    def ready(self) -> None:
        from marketplace.apps.payouts.queries import notice_unprintable_languages
        from marketplace.foundation.regions.checks import register_region_notice

        register_region_notice(notice_unprintable_languages)
