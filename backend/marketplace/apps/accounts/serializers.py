from __future__ import annotations

import msgspec
from rest_framework import serializers

from marketplace.apps.accounts.domain.devices import MAX_LENGTH
from marketplace.apps.accounts.domain.passkeys import MAX_ANSWER
from marketplace.apps.accounts.fields import AddressField, LanguageField, PasswordField, PhoneField
from marketplace.apps.accounts.types import AUDIENCES, CUSTOMER, ConsentPurpose, ConsentRecord, ConsentSource, PasskeyView, SavedAddress
from marketplace.apps.staff.types import ROLES
from marketplace.foundation.rest.fields import BlockField, CodeField, EmailField, LineField, NameField, SortField
from marketplace.foundation.rest.serializers import StrictSerializer

CREDENTIAL = "What the browser answers: the JSON text of `PublicKeyCredential.toJSON()`."


class Register(StrictSerializer):
    email = EmailField(max_length=254)
    password = PasswordField()
    name = NameField(max_length=100)
    language = LanguageField(required=False)
    phone = PhoneField(required=False, default="", allow_blank=True)


class TokenFromMail(StrictSerializer):
    token = CodeField(max_length=100)


class LogIn(StrictSerializer):
    audience = serializers.ChoiceField(choices=AUDIENCES, default=CUSTOMER)
    email = CodeField(max_length=254)
    password = PasswordField()
    device_token = CodeField(max_length=MAX_LENGTH, required=False, default="", allow_blank=True)


class LogInWithCode(StrictSerializer):
    challenge = CodeField(max_length=100)
    code = CodeField(max_length=20)


class BeginSecondFactor(StrictSerializer):
    password = PasswordField()


class Code(StrictSerializer):
    code = CodeField(max_length=20)


class PasswordAndCode(StrictSerializer):
    password = PasswordField()
    code = CodeField(max_length=20)


class LogInWithPasskey(StrictSerializer):
    challenge = CodeField(max_length=100)
    credential = CodeField(max_length=MAX_ANSWER, help_text=CREDENTIAL)


class AddPasskey(StrictSerializer):
    name = LineField(max_length=60, help_text="By which the person knows the device again.")
    challenge = CodeField(max_length=100)
    credential = CodeField(max_length=MAX_ANSWER, help_text=CREDENTIAL)


class Reauthenticate(StrictSerializer):
    password = PasswordField(required=False)
    code = CodeField(max_length=20, required=False)
    challenge = CodeField(max_length=100, required=False)
    credential = CodeField(max_length=MAX_ANSWER, required=False, help_text=CREDENTIAL)


class Refresh(StrictSerializer):
    refresh_token = CodeField(max_length=100)


class LogOut(StrictSerializer):
    refresh_token = CodeField(max_length=100, required=False, default="", allow_blank=True)


class AskMail(StrictSerializer):
    audience = serializers.ChoiceField(choices=AUDIENCES, default=CUSTOMER)
    email = EmailField(max_length=254)


class ResetPassword(StrictSerializer):
    token = CodeField(max_length=100)
    password = PasswordField()


class ChangePassword(StrictSerializer):
    current_password = PasswordField()
    new_password = PasswordField()


class EditProfile(StrictSerializer):
    name = NameField(max_length=100, required=False)
    language = LanguageField(required=False)
    phone = PhoneField(required=False, allow_blank=True)


class AddAddress(StrictSerializer):
    label = LineField(max_length=50, required=False, default="", allow_blank=True)  # type: ignore[assignment]  # a field here
    address = AddressField()
    is_default_shipping = serializers.BooleanField(required=False, default=False)
    is_default_billing = serializers.BooleanField(required=False, default=False)


class EditAddress(StrictSerializer):
    label = LineField(max_length=50, required=False, allow_blank=True)  # type: ignore[assignment]  # a field here
    address = AddressField(required=False)
    is_default_shipping = serializers.BooleanField(required=False)
    is_default_billing = serializers.BooleanField(required=False)


class RecordConsent(StrictSerializer):
    purpose = serializers.ChoiceField([purpose.value for purpose in ConsentPurpose])
    is_granted = serializers.BooleanField()
    text = BlockField(max_length=2_000, help_text="What the person was shown.")
    language = LanguageField()
    source = serializers.ChoiceField([source.value for source in ConsentSource])  # type: ignore[assignment]  # a field here


class Unsubscribe(StrictSerializer):
    token = CodeField(max_length=200, help_text="Of the link in the mail.")


class Consents(msgspec.Struct, frozen=True):
    """``granted`` names the purposes that the person agrees to now; ``items`` is the record, the latest first."""

    granted: list[ConsentPurpose]
    items: list[ConsentRecord]


def consents_of(records: list[ConsentRecord]) -> Consents:
    latest = {record.purpose: record.is_granted for record in reversed(records)}
    return Consents([purpose for purpose, is_granted in latest.items() if is_granted], records)


class ReasonGiven(StrictSerializer):
    reason = LineField(max_length=500, help_text="Stays in the audit log, also after a person's data is deleted: write no personal data.")


class ListStaff(StrictSerializer):
    q = LineField(max_length=100, required=False, default="", source="text", help_text="A part of the name or of the e-mail address.")


class InviteStaff(ReasonGiven):
    email = EmailField(max_length=254)
    name = NameField(max_length=100)
    language = LanguageField(required=False)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=ROLES), min_length=1, max_length=len(ROLES))


class ChangeStaffRoles(ReasonGiven):
    roles = serializers.ListField(child=serializers.ChoiceField(choices=ROLES), min_length=1, max_length=len(ROLES))


class ListCustomers(StrictSerializer):
    email = CodeField(max_length=254, required=False, default="", source="email_prefix", help_text="The beginning of an address.")
    sort = SortField("created_at", "email")


class Accepted(msgspec.Struct, frozen=True):
    """The request was accepted; only a mail says what came of it. ``status`` is always ``check_your_mail``."""

    status: str = "check_your_mail"


class Audience(msgspec.Struct, frozen=True):
    """Done. ``audience`` says where the person can log in now."""

    audience: str


class Passkeys(msgspec.Struct, frozen=True):
    """All passkeys of the caller."""

    items: list[PasskeyView]


class AddressBook(msgspec.Struct, frozen=True):
    """All addresses of a customer, oldest first."""

    items: list[SavedAddress]
    next_cursor: str | None = None
