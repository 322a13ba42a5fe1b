"""What vendors do when they hear of something. Each re-reads what the event is about."""

from __future__ import annotations

from marketplace.apps.accounts.events import EmailConfirmed, PasswordReset
from marketplace.apps.vendors import services
from marketplace.apps.vendors.events import VendorLogoChanged
from marketplace.foundation.events.subscribers import BULK, subscriber
from marketplace.foundation.events.types import Recorded


@subscriber(EmailConfirmed, PasswordReset, name="vendors.revoke_earlier_access")
def revoke_earlier_access(event: EmailConfirmed | PasswordReset, recorded: Recorded) -> None:
    services.revoke_earlier_access(vendor_id=event.vendor_id, person_id=event.account_id, now=recorded.at)


@subscriber(VendorLogoChanged, name="vendors.settle_logo", queue=BULK)
def settle_logo(event: VendorLogoChanged, recorded: Recorded) -> None:
    services.settle_logo(vendor_id=event.vendor_id, now=recorded.at)


@subscriber(EmailConfirmed, name="vendors.welcome_applicant")
def welcome_applicant(event: EmailConfirmed, recorded: Recorded) -> None:
    services.welcome_applicant(vendor_id=event.vendor_id, person_id=event.account_id)
