"""The test cards. Each has a number, for the hosted page, and a token, for calls that skip the page."""

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """What becomes of a payment that is made with a card."""

    SUCCEED = "succeed"
    FAIL = "fail"
    CHALLENGE = "challenge"
    CHALLENGE_IF_ASKED = "challenge_if_asked"
    SETTLE_LATER = "settle_later"
    FAIL_LATER = "fail_later"


class Trouble(Enum):
    """What goes wrong between the provider and its caller, while the payment itself goes on."""

    NONE = "none"
    STALL = "stall"
    GATEWAY_TIMEOUT = "gateway_timeout"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One test card: what it does, and how it is explained to the person who tries it."""

    token: str
    number: str
    title: str
    outcome: Outcome
    failure_code: str | None = None
    trouble: Trouble = Trouble.NONE

    @property
    def spaced_number(self) -> str:
        """The number in groups of four, as it is printed on cards."""
        return " ".join(self.number[at : at + 4] for at in range(0, len(self.number), 4))


CARDS: tuple[Card, ...] = (
    Card(token="tok_ok", number="4242424242424242", title="Succeeds at once", outcome=Outcome.SUCCEED),
    Card(
        token="tok_3ds",
        number="4000002760003184",
        title="Asks to confirm in the bank’s app (3-D Secure)",
        outcome=Outcome.CHALLENGE,
        failure_code="authentication_failed",
    ),
    Card(
        token="tok_3ds_if_asked",
        number="4000000000003055",
        title="Asks to confirm if the shop wants it (3-D Secure)",
        outcome=Outcome.CHALLENGE_IF_ASKED,
        failure_code="authentication_failed",
    ),
    Card(
        token="tok_declined",
        number="4000000000000002",
        title="Is declined",
        outcome=Outcome.FAIL,
        failure_code="card_declined",
    ),
    Card(
        token="tok_insufficient_funds",
        number="4000000000009995",
        title="Has too little money",
        outcome=Outcome.FAIL,
        failure_code="insufficient_funds",
    ),
    Card(
        token="tok_expired",
        number="4000000000000069",
        title="Has expired",
        outcome=Outcome.FAIL,
        failure_code="expired_card",
    ),
    Card(
        token="tok_later",
        number="4000000000000077",
        title="Stays in processing, then succeeds",
        outcome=Outcome.SETTLE_LATER,
    ),
    Card(
        token="tok_late_failure",
        number="4000000000000341",
        title="Stays in processing, then fails",
        outcome=Outcome.FAIL_LATER,
        failure_code="bank_refused",
    ),
    Card(
        token="tok_timeout",
        number="4000000000000119",
        title="Succeeds, but the answer comes too late",
        outcome=Outcome.SUCCEED,
        trouble=Trouble.STALL,
    ),
    Card(
        token="tok_gateway_timeout",
        number="4000000000000127",
        title="Succeeds, but the first answer is 504",
        outcome=Outcome.SUCCEED,
        trouble=Trouble.GATEWAY_TIMEOUT,
    ),
    Card(
        token="tok_unavailable",
        number="4000000000000135",
        title="Finds the provider out of order (503); nothing happens",
        outcome=Outcome.SUCCEED,
        trouble=Trouble.UNAVAILABLE,
    ),
)
_BY_TOKEN = {card.token: card for card in CARDS}
_BY_NUMBER = {card.number: card for card in CARDS}


def find_card(text: str) -> Card | None:
    """Find a test card by its token or by its number, with or without spaces and hyphens."""
    text = text.strip()
    return _BY_TOKEN.get(text) or _BY_NUMBER.get(text.replace(" ", "").replace("-", ""))


def passes_checksum(number: str) -> bool:
    """Whether a card number of 12 to 19 digits has the right last digit (Luhn, ISO/IEC 7812-1)."""
    digits = number.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19):
        return False
    total = 0
    for place, digit in enumerate(int(character) for character in reversed(digits)):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
