"""What can go wrong with people and their sessions."""

from __future__ import annotations

from marketplace.kit.errors import Conflict, Forbidden, MarketplaceError, Unavailable


class InvalidCredentials(MarketplaceError):
    """One answer for an unknown or unconfirmed address, a wrong password, an account that is off: a caller cannot learn which."""

    code = "invalid_credentials"
    status = 401
    title = "The e-mail address or the password is not right, or the address has not been confirmed"


class SecondFactorNeeded(MarketplaceError):
    """
    The password is right, and the second factor has to follow, with ``challenge``, within ten minutes: a code, or a passkey by
    ``passkey_options`` (JSON text for the browser; null if the person has no passkey for this web app).
    """

    code = "second_factor_needed"
    status = 401
    title = "Enter the code that your authenticator app shows"

    def __init__(self, *, challenge: str, passkey_options: str | None) -> None:
        super().__init__(challenge=challenge, passkey_options=passkey_options)


class LogInExpired(MarketplaceError):
    code = "log_in_expired"
    status = 401
    title = "This log-in took too long; begin again with your password"


class WrongCode(MarketplaceError):
    """Not a code of this second factor, or one that was used: a code of an app works once."""

    code = "wrong_code"
    status = 422
    title = "This code is not right, or it was used already; wait for the next one"


class PasskeyRefused(MarketplaceError):
    """What the browser sent is not an answer of one of this person's passkeys to the present challenge."""

    code = "passkey_refused"
    status = 422
    title = "This passkey was not accepted; try again, or use a code"


class TooManyPasskeys(Conflict):
    code = "too_many_passkeys"
    title = "There are too many passkeys already; remove one first"


class SecondFactorIsOn(Conflict):
    code = "second_factor_is_on"
    title = "You have a second factor already; remove it first"


class NoSecondFactor(Conflict):
    code = "no_second_factor"
    title = "There is no second factor"


class InvalidRefreshToken(MarketplaceError):
    code = "invalid_refresh_token"
    status = 401
    title = "This session is over; log in again"


class TooManyAttempts(MarketplaceError):
    """A caller has tried too often. ``retry_after_s`` is the number of whole seconds until the next try is allowed."""

    code = "too_many_attempts"
    status = 429
    title = "Too many attempts; wait before the next one"

    def __init__(self, *, retry_after_s: int) -> None:
        super().__init__(retry_after_s=retry_after_s)
        self.retry_after_s = retry_after_s

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after_s)}


class InvalidToken(MarketplaceError):
    """A link from a mail that is unknown, used, or too old."""

    code = "invalid_token"
    status = 422
    title = "This link is not valid any more; ask for a new one"


class EmailInUse(Conflict):
    code = "email_in_use"
    title = "An account with this e-mail address already exists"


class AddressBookFull(Conflict):
    code = "address_book_full"
    title = "There are too many addresses already; remove one first"


class TooManyConsents(Conflict):
    code = "too_many_consents"
    title = "This was changed too often"


class HashingBusy(Unavailable):
    """Others are hashing passwords, and their turns did not end in time."""

    code = "hashing_busy"
    title = "Too many people log in at this moment; try again in a few seconds"


class BlockUnchanged(Conflict):
    code = "block_unchanged"
    title = "The customer is blocked, or not blocked, already"


class OrderingBlocked(Forbidden):
    """Staff have blocked the customer who has this address; why, only they say."""

    code = "ordering_blocked"
    title = "An order cannot be placed with this e-mail address; write to customer service"
