"""
Passkeys (WebAuthn): a key on a person's device, which the device gives to one web app alone and uses after a fingerprint, a face or a PIN.

What goes to and comes from a browser is JSON text, as ``PublicKeyCredential`` reads and writes it; py_webauthn judges it. The library is
imported when it is needed: it takes 18 MB, and few requests need it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.accounts.errors import PasskeyRefused
from marketplace.apps.accounts.types import WEB_APPS, Passkey, Person, SecondFactor
from marketplace.foundation import tenancy
from marketplace.foundation.mail.links import web_host, web_origin

MAX_ANSWER = 10_000  # characters of a browser's answer; those of today's devices have up to 2,000


class WebApp(msgspec.Struct, frozen=True, kw_only=True):
    """What a passkey is bound to: ``host`` is WebAuthn's relying party, ``origin`` the address with scheme and port."""

    host: str
    origin: str
    title: str


def web_app_of(audience: str) -> WebApp:
    """The web app of the region in scope where people of that audience work."""
    app, tenant = WEB_APPS[audience], tenancy.current()
    return WebApp(host=web_host(app), origin=web_origin(tenant, app), title=tenant.name)


def creation_options(person: Person, app: WebApp, *, challenge: str) -> str:
    """What the browser makes a passkey by; a device that has one of the person's makes no second one."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=app.host,
        rp_name=app.title,
        user_id=person.id.encode(),
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge.encode(),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(user_verification=structs.UserVerificationRequirement.REQUIRED),
        exclude_credentials=_descriptors(person, app),
    )
    return webauthn.options_to_json(options)


def request_options(person: Person, app: WebApp, *, challenge: str) -> str | None:
    """What the browser asks for one of the person's passkeys by; None if the person has none for this web app."""
    import webauthn
    from webauthn.helpers import structs

    known = _descriptors(person, app)
    if not known:
        return None
    options = webauthn.generate_authentication_options(
        rp_id=app.host,
        challenge=challenge.encode(),
        allow_credentials=known,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def make(answer: str, app: WebApp, *, challenge: str, name: str, now: datetime) -> Passkey:
    """The passkey that a browser has made. :raises PasskeyRefused: if the answer is not to this challenge, or not of this web app"""
    import webauthn
    from webauthn.helpers import bytes_to_base64url

    verified = _judged(
        lambda: webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=app.host,
            expected_origin=app.origin,
            require_user_verification=True,
        )
    )
    return Passkey(
        id=bytes_to_base64url(verified.credential_id),
        public_key=bytes_to_base64url(verified.credential_public_key),
        uses=verified.sign_count,
        host=app.host,
        name=name,
        added_at=now,
    )


def after_use(factor: SecondFactor, answer: str, app: WebApp, *, challenge: str) -> SecondFactor:
    """
    The factor once a passkey has answered. :raises PasskeyRefused: if it is none of the factor's, or the answer is not right, or the device
    has counted fewer uses than before, which says that there are two of it
    """
    import webauthn
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json

    used = bytes_to_base64url(_judged(lambda: parse_authentication_credential_json(answer)).raw_id)
    passkey = next((one for one in factor.known_passkeys if one.id == used and one.host == app.host), None)
    if passkey is None:
        raise PasskeyRefused
    verified = _judged(
        lambda: webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge.encode(),
            expected_rp_id=app.host,
            expected_origin=app.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.uses,
            require_user_verification=True,
        )
    )
    renewed = msgspec.structs.replace(passkey, uses=verified.new_sign_count)
    return msgspec.structs.replace(factor, passkeys=tuple(renewed if one is passkey else one for one in factor.known_passkeys))


def _descriptors(person: Person, app: WebApp) -> list[Any]:
    from webauthn.helpers import base64url_to_bytes, structs

    known = person.second_factor.known_passkeys if person.second_factor else ()
    return [structs.PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.id)) for one in known if one.host == app.host]


def _judged(judge: Callable[[], Any]) -> Any:
    """What ``judge`` returns. :raises PasskeyRefused: with its reason for the log"""
    from cbor2 import CBORError
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return judge()
    except (WebAuthnException, CBORError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise PasskeyRefused(note=f"{type(error).__name__}: {error}"[:200]) from None
