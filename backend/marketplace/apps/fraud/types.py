"""The words of fraud: how likely a payment is one, why, and what people decided about it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.kit.money import Money


class RiskLevel(StrEnum):
    """
    What a payment's score leads to: nothing; that the customer's bank is asked to look at the customer (3-D Secure); or that, and that
    staff look at the order. Where no bank can be asked, staff look at once. No level refuses a payment: only people do.
    """

    ALLOW = "allow"
    CHALLENGE = "challenge"
    REVIEW = "review"


class ReviewState(StrEnum):
    """
    ``none``: nobody has to look, or nothing was paid. ``cleared`` and ``blocked`` are what staff decided; a blocked order is canceled.
    """

    NONE = "none"
    OPEN = "open"
    CLEARED = "cleared"
    BLOCKED = "blocked"


class Label(StrEnum):
    """What a payment turned out to be, by a dispute or by staff: the model learns from it. Unknown ones count as honest after a while."""

    UNKNOWN = "unknown"
    HONEST = "honest"
    FRAUD = "fraud"


class Outcome(StrEnum):
    """What became of the payment at the provider, as far as we have heard."""

    STARTED = "started"
    DECLINED = "declined"
    CANCELED = "canceled"
    PAID = "paid"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """
    Someone is about to pay: what is known of it before the provider is asked. ``network`` is the address of the caller, of which only a
    keyed digest is stored; ``delivered_to`` and ``billed_to`` are addresses as one text each, or empty. ``can_be_challenged``: the bank
    looks at the customer if it is asked to.
    """

    payment_id: str
    order_id: str
    customer_id: str
    email: str
    network: str
    country: str
    delivered_to: str
    billed_to: str
    billing_country: str
    amount: Money
    lines: int
    most_of_one: int
    attempt: int
    method: str
    local_hour: int
    can_be_challenged: bool = True


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the e-mail address, the network and the place of delivery from before, counted in payments unless it says else."""

    network_hour: int = 0
    network_day: int = 0
    network_emails_day: int = 0
    email_hour: int = 0
    email_day: int = 0
    email_days_known: float = -1.0  # since the first payment; -1 of a new one
    email_paid: int = 0
    email_networks_week: int = 0
    email_knows_place: bool = False
    place_emails_month: int = 0
    declined_hour: int = 0
    declined_day: int = 0
    was_fraud: int = 0  # of the e-mail address alone
    network_fraud: int = 0  # of other addresses there within a month, as are the three below
    network_honest: int = 0
    place_fraud: int = 0
    place_honest: int = 0
    usual_minor: float = 0.0  # mean amount of the region's last payments in the currency, in minor units; 0: unknown


Features = dict[str, float]


class Tree(msgspec.Struct, frozen=True):
    """
    A regression tree in arrays. Node ``n`` compares ``feature[n]`` with ``threshold[n]``: not above it goes ``left``, else ``right``; a
    negative number is the leaf ``-1 - number``. ``expected[n]`` is the mean of what lies below a node.
    """

    feature: list[int]
    threshold: list[float]
    left: list[int]
    right: list[int]
    expected: list[float]
    leaves: list[float]


class Classifier(msgspec.Struct, frozen=True):
    """Boosted trees over named features; ``slope`` and ``intercept`` make their sum a probability (Platt 1999)."""

    features: list[str]
    trees: list[Tree]
    slope: float
    intercept: float


class Labelled(msgspec.Struct, frozen=True):
    """A past payment to learn from."""

    features: Features
    is_fraud: bool
    rules_score: float
    amount: float  # in units of the usual amount, since currencies differ
    at: datetime


class Reason(msgspec.Struct, frozen=True):
    """Why a payment's score is high: a rule or a feature by its code, with the value that was seen."""

    code: str
    value: float


class RiskView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A payment's risk as staff see it. ``score`` is the estimated probability of fraud, by the model whose version ``model`` names, or by
    rules alone where it is empty. It sorts and challenges, and refuses nothing.
    """

    payment_id: str
    order_id: str
    amount: Money
    method: str
    country: str
    score: float
    level: RiskLevel
    model: str
    reasons: list[Reason]
    outcome: Outcome
    label: Label
    review: ReviewState
    assessed_at: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
