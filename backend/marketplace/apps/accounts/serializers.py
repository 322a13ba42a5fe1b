from __future__ import annotations

from typing import Any

import msgspec
from rest_framework import serializers

from marketplace.apps.accounts.fields import AddressField, LanguageField
from marketplace.apps.accounts.types import AUDIENCES, CUSTOMER, SavedAddress
from marketplace.foundation.rest.fields import NameField


class PasswordField(serializers.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, max_length=1000, write_only=True, **kwargs)


class Register(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    password = PasswordField()
    name = NameField(max_length=100)
    language = LanguageField(required=False)
    phone = serializers.CharField(max_length=30, required=False, default="", allow_blank=True)


class TokenFromMail(serializers.Serializer):
    token = serializers.CharField(max_length=100)


class LogIn(serializers.Serializer):
    audience = serializers.ChoiceField(choices=AUDIENCES, default=CUSTOMER)
    email = serializers.CharField(max_length=254)
    password = PasswordField()


class Refresh(serializers.Serializer):
    refresh_token = serializers.CharField(max_length=100)


class LogOut(serializers.Serializer):
    refresh_token = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)


class AskPasswordReset(serializers.Serializer):
    audience = serializers.ChoiceField(choices=AUDIENCES, default=CUSTOMER)
    email = serializers.EmailField(max_length=254)


class ResetPassword(serializers.Serializer):
    token = serializers.CharField(max_length=100)
    password = PasswordField()


class ChangePassword(serializers.Serializer):
    current_password = PasswordField()
    new_password = PasswordField()


class EditProfile(serializers.Serializer):
    name = NameField(max_length=100, required=False)
    language = LanguageField(required=False)
    phone = serializers.RegexField(r"^(\+?[0-9][0-9 ()./-]{5,24})?$", required=False, allow_blank=True)


class AddAddress(serializers.Serializer):
    label = serializers.CharField(max_length=50, required=False, default="", allow_blank=True)  # type: ignore[assignment]  # a field here
    address = AddressField()
    is_default_shipping = serializers.BooleanField(required=False, default=False)
    is_default_billing = serializers.BooleanField(required=False, default=False)


class EditAddress(serializers.Serializer):
    label = serializers.CharField(max_length=50, required=False, allow_blank=True)  # type: ignore[assignment]  # a field here
    address = AddressField(required=False)
    is_default_shipping = serializers.BooleanField(required=False)
    is_default_billing = serializers.BooleanField(required=False)


class ListCustomers(serializers.Serializer):
    email = serializers.CharField(max_length=254, required=False, default="")


class Accepted(msgspec.Struct, frozen=True):
    """Taken in; what comes of it is told by mail only. ``status`` is always ``check_your_mail``."""

    status: str = "check_your_mail"


class Audience(msgspec.Struct, frozen=True):
    """Done. ``audience`` says where the person can log in now."""

    audience: str


class AddressBook(msgspec.Struct, frozen=True):
    """All addresses of a customer, oldest first."""

    items: list[SavedAddress]
    next_cursor: str | None = None
