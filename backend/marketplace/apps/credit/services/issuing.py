"""Giving credit: by staff, with a reason, and above the region's limit only by two people."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.credit.domain.codes import code_of, normal_code
from marketplace.apps.credit.errors import CreditNotFound, ExpiryPassed, IssueNeedsSecondPerson, IssueStateForbids
from marketplace.apps.credit.models import Credit, CreditIssue
from marketplace.apps.credit.region_settings import CREDIT_ISSUE_LIMIT_MINOR
from marketplace.apps.credit.services.spending import ensure_store_credit, valid_until
from marketplace.apps.credit.types import IssueState, IssueView
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_CREDIT_ISSUED, Posting, TransactionType, credit_account
from marketplace.apps.pricing.types import TenderKind
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.encryption import sign
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput, NotFound
from marketplace.kit.ids import derived_id, hash_secret, new_id, time_of
from marketplace.kit.money import Money
from marketplace.kit.texts import Text

SHOWN_AGAIN = timedelta(hours=24)  # as long as the answer to a request is kept


def issue_credit(
    *,
    kind: TenderKind,
    amount: Money,
    reason: str,
    actor: Actor,
    request_key: str,
    now: datetime,
    customer_id: str = "",
    expires_at: datetime | None = None,
) -> IssueView:
    """
    Give a new gift card, or store credit to a customer; above the region's limit propose it. The same ``request_key`` gives it once.

    The answer has the code of a gift card that is issued. Without ``expires_at`` it expires by the region's setting.

    :raises InvalidInput: for nothing, for store credit without a customer, or a gift card for one
    :raises ExpiryPassed: if it would have expired already
    """
    _require_whole(kind, amount, customer_id)
    if expires_at is not None and expires_at <= now:
        raise ExpiryPassed
    limit_minor = CREDIT_ISSUE_LIMIT_MINOR.current().get(amount.currency)
    wanted = CreditIssue(
        id=new_id("cis", at=now),
        kind=kind,
        customer_id=customer_id,
        currency=amount.currency,
        amount_minor=amount.minor,
        reason=reason,
        expires_at=expires_at,
        needs_second_person=limit_minor is not None and amount.minor > limit_minor,
        request_key=request_key,
        created_by=actor.id,
        created_at=now,
    )
    with tenancy.atomic():
        if not rows.insert(wanted, unless_there=True):
            return _repeated(wanted)
        if wanted.needs_second_person:
            audit.record(actor=actor, action="credit.proposed", resource=wanted.id, new=_facts(wanted), reason=reason, now=now)
            return wanted.as_view()
        return _issue(wanted, actor=actor, reason=reason, now=now)


def approve_issue(*, issue_id: str, reason: str, actor: Actor, now: datetime) -> IssueView:
    """
    Issue what another person proposed. Safe to repeat: for a day, the same person is answered with the code of the gift card again.

    :raises CreditNotFound: if there is no such issue
    :raises IssueStateForbids: if it was rejected, or issued by another person
    :raises IssueNeedsSecondPerson: if the same person proposed it
    """
    with tenancy.atomic():
        issue = _locked(issue_id)
        if issue.created_by == actor.id and issue.needs_second_person:
            raise IssueNeedsSecondPerson
        if issue.state == IssueState.ISSUED and issue.decided_by == actor.id:
            return issue.as_view(code=_code_again(issue, now=now))
        if issue.state != IssueState.PROPOSED:
            raise IssueStateForbids(state=issue.state)
        return _issue(issue, actor=actor, reason=reason, now=now)


def reject_issue(*, issue_id: str, reason: str, actor: Actor, now: datetime) -> IssueView:
    """
    Decide against it; nothing is booked. Who proposed it may do so, too. Safe to repeat.

    :raises CreditNotFound: if there is no such issue
    :raises IssueStateForbids: if it was issued
    """
    with tenancy.atomic():
        issue = _locked(issue_id)
        if issue.state == IssueState.ISSUED:
            raise IssueStateForbids(state=issue.state)
        if issue.state == IssueState.PROPOSED:
            _decide(issue, IssueState.REJECTED, actor=actor, reason=reason, now=now)
        return issue.as_view()


def _issue(issue: CreditIssue, *, actor: Actor, reason: str, now: datetime) -> IssueView:
    """Make the credit, book what it has, and decide the issue: in the caller's transaction."""
    code = _code_of(issue)
    if code is None:
        issue.credit_id = ensure_store_credit(issue.customer_id, issue.currency, now=now)
    else:
        issue.credit_id = derived_id("crd", issue.id, at=time_of(issue.id))
        rows.insert(_gift_card(issue, code, now=now))
    credit = rows.first(Credit, "id = %(id)s", {"id": issue.credit_id}, for_update=True)
    assert credit is not None
    credit.balance_minor += issue.amount_minor
    credit.expires_at = _later(credit, issue, now=now)
    rows.change(credit, "balance_minor", "expires_at")
    ledger_services.post([_posting(issue)], now=now)
    _decide(issue, IssueState.ISSUED, actor=actor, reason=reason, now=now)
    return issue.as_view(code=code)


def _gift_card(issue: CreditIssue, code: str, *, now: datetime) -> Credit:
    return Credit(
        id=issue.credit_id,
        kind=TenderKind.GIFT_CARD,
        currency=issue.currency,
        code_hash=hash_secret(normal_code(code)),
        code_hint=code[-4:],
        created_at=now,
    )


def _later(credit: Credit, issue: CreditIssue, *, now: datetime) -> datetime | None:
    """When the credit expires with what is added: never earlier than it did before, as long as there was something in it."""
    expires_at = issue.expires_at or valid_until(now)
    had_some = credit.balance_minor > issue.amount_minor
    if not had_some:
        return expires_at
    return None if expires_at is None or credit.expires_at is None else max(expires_at, credit.expires_at)


def _code_of(issue: CreditIssue) -> str | None:
    """
    The code of a gift card; None for store credit. It is made from the issue's id by the region's secret key, so it is as good as random,
    and a repeated request can answer it again, while only its hash is stored.
    """
    return code_of(int(sign(issue.id, purpose="gift-card"), 16)) if issue.kind == TenderKind.GIFT_CARD else None


def _code_again(issue: CreditIssue, *, now: datetime) -> str | None:
    """The code for a request that is repeated, as after a crash: within a day of the first answer, which may have been lost."""
    is_fresh = issue.state == IssueState.ISSUED and issue.decided_at is not None and now - issue.decided_at < SHOWN_AGAIN
    return _code_of(issue) if is_fresh else None


def _repeated(wanted: CreditIssue) -> IssueView:
    """What came of the first request with this key. :raises IssueStateForbids: if that one was about something else"""
    whose = {"created_by": wanted.created_by, "request_key": wanted.request_key}
    issue = rows.first(CreditIssue, "created_by = %(created_by)s AND request_key = %(request_key)s", whose)
    assert issue is not None
    if (issue.kind, issue.customer_id, issue.amount) != (wanted.kind, wanted.customer_id, wanted.amount):
        raise IssueStateForbids(state=issue.state)
    return issue.as_view(code=_code_again(issue, now=wanted.created_at) if issue.decided_by == wanted.created_by else None)


def _require_whole(kind: TenderKind, amount: Money, customer_id: str) -> None:
    errors = []
    if amount.minor <= 0:
        errors.append(FieldError("amount", "not_positive", Text("Must be more than zero")))
    if kind is TenderKind.GIFT_CARD and customer_id:
        errors.append(FieldError("customer_id", "not_for_gift_cards", Text("A gift card is no customer's own: its code opens it")))
    if kind is TenderKind.STORE_CREDIT and not _is_customer(customer_id):
        errors.append(FieldError("customer_id", "unknown_customer", Text("There is no such customer")))
    if errors:
        raise InvalidInput(errors=errors)


def _is_customer(customer_id: str) -> bool:
    with suppress(NotFound):
        return account_queries.get_customer(customer_id).id == customer_id
    return False


def _locked(issue_id: str) -> CreditIssue:
    issue = rows.first(CreditIssue, "id = %(id)s", {"id": issue_id}, for_update=True)
    if issue is None:
        raise CreditNotFound
    return issue


def _decide(issue: CreditIssue, state: IssueState, *, actor: Actor, reason: str, now: datetime) -> None:
    issue.state, issue.decided_by, issue.decided_at = state, actor.id, now
    rows.change(issue, "state", "credit_id", "decided_by", "decided_at")
    audit.record(actor=actor, action=f"credit.{state}", resource=issue.id, new=_facts(issue), reason=reason, now=now)


def _posting(issue: CreditIssue) -> Posting:
    return Posting(
        key=f"credit_issued:{issue.id}",
        type=TransactionType.CREDIT_ISSUED,
        source=OPERATOR_CREDIT_ISSUED,
        destination=credit_account(issue.credit_id),
        amount=issue.amount,
        details={"issue_id": issue.id, "reason": issue.reason},
    )


def _facts(issue: CreditIssue) -> dict[str, Any]:
    return {name: getattr(issue, name) for name in ("kind", "state", "credit_id", "customer_id", "currency", "amount_minor")}
