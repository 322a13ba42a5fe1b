"""
Payments to measure the classifier of fraud on: made up, since no labelled payments of shops may be used freely. How they are made is all
here, and what they cannot show is how real fraud looks.

240 days, some 40,000 payments. Honest people (nine in ten have an account) come back, move, send gifts, share a network with an office
or a place with a house of students, mistype a card, travel, and now and then buy for a hundred times the usual. Fraud is of four kinds:
rings (many addresses of e-mail, few networks and places), stolen cards that are tried out first, accounts taken over, and customers who
deny what they bought, whom nothing distinguishes beforehand. About 0.8 % of payments are fraud: more than the tenths of a percent that
card schemes report by value, so that there are cases to measure on.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from marketplace.apps.fraud.domain import classifier as trees
from marketplace.apps.fraud.domain import rules
from marketplace.apps.fraud.domain.features import features_of
from marketplace.apps.fraud.types import Attempt, History, Labelled
from marketplace.apps.intelligence.domain import fraud_classifier
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money

START, DAYS, PEOPLE, SEED = datetime(2026, 1, 1, tzinfo=UTC), 240, 6_000, 7
USUAL_MINOR = 4_000
HOUR, DAY, WEEK, MONTH, YEAR = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30), timedelta(days=365))
# Several a month, which together are half a percent of payments; deniers are on top.
RINGS, TESTERS, TAKEOVERS, DENIERS = 9, 14, 70, 0.0015


@dataclass(slots=True)
class Payment:
    at: datetime
    email: str
    network: str
    place: str
    minor: int
    customer_id: str = ""
    billed: str = ""
    billing_country: str = "NL"
    lines: int = 1
    most_of_one: int = 1
    attempt: int = 1
    is_declined: bool = False
    kind: str = "honest"

    @property
    def is_fraud(self) -> bool:
        return self.kind != "honest"


@dataclass(slots=True)
class _Known:
    """Payments of one key, the oldest first."""

    payments: list[Payment] = field(default_factory=list)

    def since(self, at: datetime) -> list[Payment]:
        found = []
        for payment in reversed(self.payments):
            if payment.at <= at:
                break
            found.append(payment)
        return found


def measure_fraud() -> None:
    payments = sorted(_made(np.random.default_rng(SEED)), key=lambda payment: payment.at)
    labelled = _labelled(payments)
    paid = [(payment, each) for payment, each in zip(payments, labelled, strict=True) if not payment.is_declined]
    learned = [each for _, each in paid]
    print(f"fraud: {len(learned)} payments that were made up, {sum(each.is_fraud for each in learned) / len(learned):.2%} fraud")
    evaluated = fraud_classifier.evaluate(learned)
    for name, measured in {"model": evaluated.metrics, **evaluated.baselines}.items():
        print(f"  {name:10}", "  ".join(f"{key} {value:.3f}" for key, value in measured.items()))
    print(f"  {evaluated.reason or 'beats its baselines'}; looked at: {fraud_classifier.BUDGET:.0%} of payments")
    cut = round(len(paid) * (1 - fraud_classifier.JUDGED))
    started = time.monotonic()
    model = fraud_classifier.train(learned[:cut])
    print(f"  trained in {time.monotonic() - started:.1f} s")
    _measure_latest(model, paid[cut:])


def _measure_latest(model: fraud_classifier.Classifier, latest: list[tuple[Payment, Labelled]]) -> None:
    scores = fraud_classifier.scores_of(model, [each for _, each in latest])
    started = time.perf_counter()
    alone = [trees.probability_of(model, each.features)[0] for _, each in latest[:2_000]]
    print(f"  a score with reasons: {(time.perf_counter() - started) / len(alone) * 1e3:.2f} ms")
    print(f"  walked alone and together differ by at most {np.abs(np.array(alone) - scores[: len(alone)]).max():.1e}")
    is_fraud = np.array([each.is_fraud for _, each in latest])
    for low, high in ((0.0, 0.01), (0.01, 0.03), (0.03, 0.15), (0.15, 1.01)):
        inside = (scores >= low) & (scores < high)
        if inside.any():
            said, was = scores[inside].mean(), is_fraud[inside].mean()
            print(f"  scored {low:.2f} to {min(high, 1):.2f}: {inside.mean():.2%} of payments, said {said:.3f}, were {was:.3f}")
    kinds = np.array([payment.kind for payment, _ in latest])
    for kind in ("ring", "tester", "takeover", "denier"):
        of_kind = kinds == kind
        if of_kind.any():
            challenged, reviewed = (scores[of_kind] >= 0.03).mean(), (scores[of_kind] >= 0.15).mean()
            print(f"  {kind:10} {of_kind.sum()} payments, challenged {challenged:.2f}, to review {reviewed:.2f}")


def _labelled(payments: list[Payment]) -> list[Labelled]:
    """Each with what was known of it at its time, counted as ``fraud.statements.HISTORY`` does; frauds are known sixty days later."""
    by_email, by_network, by_place = defaultdict(_Known), defaultdict(_Known), defaultdict(_Known)
    found = []
    for payment in payments:
        history = _history(payment, by_email[payment.email], by_network[payment.network], by_place[payment.place])
        features = features_of(_attempt(payment), history, now=payment.at)
        by_rules = rules.score_of(rules.fired(features))
        found.append(Labelled(features, payment.is_fraud, by_rules, features["amount_ratio"], payment.at))
        for known in (by_email[payment.email], by_network[payment.network], by_place[payment.place]):
            known.payments.append(payment)
    return found


def _history(payment: Payment, email: _Known, network: _Known, place: _Known) -> History:
    at = payment.at
    day, month = network.since(at - DAY), place.since(at - MONTH)
    mine = email.since(at - YEAR)
    declined = {id(each): each for each in [*day, *mine] if each.is_declined and each.at > at - DAY}
    there, here = ([each for each in known if each.email != payment.email] for known in (network.since(at - MONTH), month))
    return History(
        network_hour=sum(each.at > at - HOUR for each in day),
        network_day=len(day),
        network_emails_day=len({each.email for each in day} - {payment.email}),
        email_hour=sum(each.at > at - HOUR for each in mine),
        email_day=sum(each.at > at - DAY for each in mine),
        email_days_known=(at - mine[-1].at).total_seconds() / 86_400 if mine else -1.0,
        email_paid=sum(not each.is_declined and not _is_known_fraud(each, at) for each in mine),
        email_networks_week=len({each.network for each in mine if each.at > at - WEEK}),
        email_knows_place=any(each.place == payment.place for each in mine),
        place_emails_month=len({each.email for each in month} - {payment.email}),
        declined_hour=sum(each.at > at - HOUR for each in declined.values()),
        declined_day=len(declined),
        was_fraud=sum(_is_known_fraud(each, at) for each in mine),
        network_fraud=sum(_is_known_fraud(each, at) for each in there),
        network_honest=sum(not each.is_declined and not _is_known_fraud(each, at) for each in there),
        place_fraud=sum(_is_known_fraud(each, at) for each in here),
        place_honest=sum(not each.is_declined and not _is_known_fraud(each, at) for each in here),
        usual_minor=float(USUAL_MINOR),
    )


def _is_known_fraud(payment: Payment, at: datetime) -> bool:
    return payment.is_fraud and not payment.is_declined and payment.at < at - timedelta(days=60)


def _attempt(payment: Payment) -> Attempt:
    return Attempt(
        payment_id="",
        order_id="",
        customer_id=payment.customer_id,
        email=payment.email,
        network=payment.network,
        country="NL",
        delivered_to=payment.place,
        billed_to=payment.billed or payment.place,
        billing_country=payment.billing_country,
        amount=Money(payment.minor, "EUR"),
        lines=payment.lines,
        most_of_one=payment.most_of_one,
        attempt=payment.attempt,
        method="card",
        local_hour=payment.at.hour,
    )


def _made(random: np.random.Generator) -> Iterator[Payment]:
    people = [_person(random, number) for number in range(PEOPLE)]
    for person in people:
        yield from person.honest(random)
    for number in range(RINGS):
        yield from _ring(random, number)
    for number in range(TESTERS):
        yield from _tester(random, number)
    for person in random.choice(np.array(people, dtype=object), TAKEOVERS, replace=False):
        yield from person.taken_over(random)


@dataclass(slots=True)
class _Person:
    email: str
    customer_id: str
    networks: list[str]
    place: str
    every_days: float
    usual: float

    def honest(self, random: np.random.Generator) -> Iterator[Payment]:
        at = START + timedelta(days=float(random.exponential(self.every_days)))
        while at < START + timedelta(days=DAYS):
            yield from self._buys(random, _by_day(random, at))
            at += timedelta(days=float(random.exponential(self.every_days)))
            if random.random() < 0.01:
                self.place = _street(random)

    def _buys(self, random: np.random.Generator, at: datetime) -> Iterator[Payment]:
        is_gift, is_away = random.random() < 0.08, random.random() < 0.06
        minor = _amount(random, self.usual) * (int(random.integers(8, 40)) if random.random() < 0.004 else 1)
        payment = Payment(
            at,
            self.email,
            f"away{random.integers(4_000)}" if is_away else str(random.choice(self.networks)),
            _street(random) if is_gift else self.place,
            minor,
            customer_id=self.customer_id,
            billed=self.place,
            billing_country="DE" if random.random() < 0.02 else "NL",
            lines=1 + int(random.poisson(0.8)),
            most_of_one=1 + int(random.random() < 0.12) * int(random.integers(1, 8)),
            kind="denier" if random.random() < DENIERS else "honest",
        )
        for attempt in range(1, 1 + int(random.random() < 0.05) + int(random.random() < 0.01)):
            yield _again(payment, at - timedelta(minutes=4 * attempt), is_declined=True)
        yield payment

    def taken_over(self, random: np.random.Generator) -> Iterator[Payment]:
        """From another network, to another place, of more than usual; sometimes a little first, to see whether it goes."""
        at, network, place = _some_time(random), f"odd{random.integers(400)}", _street(random)
        for number in range(1 + int(random.integers(0, 3))):
            minor = _amount(random, self.usual * (1 if number == 0 and random.random() < 0.3 else 4))
            yield Payment(
                at + timedelta(hours=2 * number),
                self.email,
                network,
                place,
                minor,
                customer_id=self.customer_id,
                billed=self.place if random.random() < 0.6 else place,
                kind="takeover",
            )


def _person(random: np.random.Generator, number: int) -> _Person:
    made = START - timedelta(days=float(random.exponential(300)))
    kind = random.random()
    networks = [f"home{number}", f"phone{random.integers(900)}"]  # a phone's network is shared by many
    if kind < 0.15:
        networks.append(f"office{random.integers(12)}")
    return _Person(
        email=f"person{number}@example.com" if random.random() < 0.4 else f"{'abcdefgh'[number % 8]}.name-{_letters(number)}@example.com",
        customer_id=new_id("cus", at=made) if random.random() < 0.9 else "",
        networks=networks,
        place=f"students {random.integers(8)}" if kind > 0.98 else f"street {number}",
        every_days=float(random.uniform(15, 80)),
        usual=float(random.lognormal(math.log(USUAL_MINOR), 0.5)),
    )


def _ring(random: np.random.Generator, number: int) -> Iterator[Payment]:
    """People of one mind: new addresses of e-mail from a few networks to a few places, over two weeks."""
    at = _some_time(random)
    networks, places = [f"ring{number} {each}" for each in range(3)], [_street(random) for _ in range(3)]
    for _ in range(int(random.integers(8, 22))):
        at += timedelta(hours=float(random.exponential(14)))
        yield Payment(
            at,
            f"r{random.integers(1_000_000)}@example.net",
            str(random.choice(networks)) if random.random() < 0.8 else f"away{random.integers(4_000)}",
            str(random.choice(places)),
            _amount(random, USUAL_MINOR * 2.5),
            customer_id=new_id("cus", at=at - timedelta(minutes=10)) if random.random() < 0.4 else "",
            most_of_one=1 + int(random.random() < 0.4) * int(random.integers(1, 6)),
            kind="ring",
        )


def _tester(random: np.random.Generator, number: int) -> Iterator[Payment]:
    """A list of stolen cards: small payments, most of them declined, then as much as goes on those that work."""
    at, network, place = _some_time(random), f"test{number}", _street(random)
    for _ in range(int(random.integers(6, 20))):
        at += timedelta(minutes=float(random.exponential(4)))
        yield Payment(
            at,
            f"t{random.integers(1_000_000)}@example.org",
            network,
            place,
            _amount(random, USUAL_MINOR * 0.3),
            is_declined=random.random() < 0.8,
            billing_country="NL" if random.random() < 0.5 else "US",
            kind="tester",
        )
    for _ in range(int(random.integers(1, 4))):
        at += timedelta(minutes=float(random.exponential(40)))
        email = f"t{random.integers(1_000_000)}@example.org"
        yield Payment(at, email, network, place, _amount(random, USUAL_MINOR * 6), most_of_one=2, billing_country="US", kind="tester")


def _again(payment: Payment, at: datetime, *, is_declined: bool) -> Payment:
    same = {name: getattr(payment, name) for name in Payment.__dataclass_fields__}
    return Payment(**{**same, "at": at, "is_declined": is_declined, "kind": "honest"})


def _amount(random: np.random.Generator, usual: float) -> int:
    return max(100, round(float(random.lognormal(math.log(usual), 0.7))))


def _by_day(random: np.random.Generator, at: datetime) -> datetime:
    """Most people buy in the evening."""
    return at.replace(hour=int(np.clip(random.normal(17, 4), 0, 23)))


def _some_time(random: np.random.Generator) -> datetime:
    return START + timedelta(days=float(random.uniform(5, DAYS - 20)), hours=float(random.uniform(0, 24)))


def _street(random: np.random.Generator) -> str:
    return f"street x{random.integers(50_000)}"


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))
