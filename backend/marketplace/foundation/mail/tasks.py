from __future__ import annotations

from celery import shared_task

from marketplace.foundation.mail.delivery import deliver
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(
    base=TenantTask, name="mail.send_mail", acks_late=True, autoretry_for=(OSError,), retry_backoff=5, retry_backoff_max=600, max_retries=12
)
def send_mail(*, to: str, subject: str, body: str, language: str = "en", **_: object) -> None:
    """Hand one mail to Django's back end. Repeated after a passing failure, so it may rarely arrive twice."""
    deliver(to=to, subject=subject, body=body, language=language)
