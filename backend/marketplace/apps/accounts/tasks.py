from __future__ import annotations

from celery import shared_task

from marketplace.apps.accounts import services
from marketplace.foundation.clock import now
from marketplace.foundation.tenancy.tasks import TenantTask


@shared_task(base=TenantTask)
def purge_expired(**_: object) -> None:
    """Delete ended sessions, used links and old counts. Safe to repeat."""
    services.purge_expired(now=now())


@shared_task(base=TenantTask, acks_late=True)
def mail_password_reset(*, audience: str, email: str, **_: object) -> None:
    """Mail a link for a new password. A task, so that a caller cannot tell by the time of the answer whether there is an account."""
    services.request_password_reset(audience=audience, email=email, now=now())


@shared_task(base=TenantTask, acks_late=True)
def mail_confirmation_again(*, audience: str, email: str, **_: object) -> None:
    """Mail a new link that confirms an address. A task, for the same reason."""
    services.mail_confirmation_again(audience=audience, email=email, now=now())
