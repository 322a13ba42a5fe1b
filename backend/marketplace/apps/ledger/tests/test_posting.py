from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from django.db import Error, IntegrityError, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.apps.ledger import queries, services
from marketplace.apps.ledger.errors import PostingConflict, PostingNotInChart
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.ledger.types import Posting, TransactionType, provider_account, vendor_account
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.rows import ForeignRow
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

VENDOR = "ven_1"
SALE = Posting(
    key="sale:1",
    type="sale",
    source=provider_account("sandbox"),
    destination=vendor_account(VENDOR),
    amount=Money(1000, "EUR"),
    vendor_id=VENDOR,
    details={"plan": "cpl_1"},
)


def post(*postings, now=NOW):
    with tenancy.atomic():
        return services.post(postings, now=now)


def test_a_posting_moves_its_amount_and_balances_to_zero():
    post(SALE)

    assert queries.get_balance("vendor:ven_1", "EUR") == Money(1000, "EUR")
    assert queries.get_balance("provider:sandbox", "EUR") == Money(-1000, "EUR")
    assert sum(item.balance.minor for item in queries.list_balances()) == 0


def test_the_same_key_and_content_finds_the_first_row():
    (first,) = post(SALE)

    (again,) = post(SALE)

    assert again == first
    assert FinancialTransaction.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Money(1001, "EUR")},
        {"amount": Money(1000, "SAR")},
        {"destination": "vendor:ven_2", "vendor_id": "ven_2"},
        {"type": "shipping"},
        {"details": {}},
    ],
)
def test_the_same_key_with_other_content_is_refused_and_posts_nothing(change):
    post(SALE)
    other = msgspec.structs.replace(SALE, **change)

    with pytest.raises(PostingConflict):
        post(msgspec.structs.replace(SALE, key="sale:2"), other)

    assert FinancialTransaction.objects.count() == 1


def test_posting_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="atomic"):
        services.post([SALE], now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"type": "bribe"},
        {"source": "operator:commission"},
        {"source": "provider:"},
        {"destination": "operator:adjustments"},
        {"destination": SALE.source},
        {"destination": "vendor:ven_2"},
        {"vendor_id": ""},
    ],
)
def test_what_the_chart_of_accounts_lacks_is_refused_and_posts_nothing(change):
    with pytest.raises(PostingNotInChart):
        post(SALE, msgspec.structs.replace(SALE, key="sale:2", **change))

    assert not FinancialTransaction.objects.exists()


def moves_of_the_chart():
    return [(rule, source, destination) for rule in queries.list_posting_rules() for source, destination in rule.moves]


def an_account(family, vendor_id=VENDOR):
    return f"{family}{vendor_id}" if family.endswith(":") else family


@pytest.mark.parametrize(("rule", "source", "destination"), moves_of_the_chart())
def test_every_move_of_the_chart_is_posted(rule, source, destination):
    accounts = {"source": an_account(source), "destination": an_account(destination)}

    (row,) = post(msgspec.structs.replace(SALE, type=rule.type, **accounts))

    assert (row.type, row.source, row.destination) == (rule.type, *accounts.values())


def test_the_chart_has_every_type_once_and_its_sign_is_the_vendors():
    signs = {rule.type: rule.sign for rule in queries.list_posting_rules()}

    assert list(signs) == list(TransactionType)
    assert {kind for kind, sign in signs.items() if sign > 0} == {
        "sale", "shipping", "refund_commission", "refund_commission_vat", "cash_returned", "repayment", "write_off", "payout_returned"
    }  # fmt: skip
    assert {kind for kind, sign in signs.items() if sign == 0} == {
        "dispute", "adjustment", "provider_fee", "payment_fee", "discount", "refund_discount", "credit_issued", "credit_sold",
        "credit_sale_refunded", "credit_redeemed", "credit_refunded", "credit_expired", "settlement", "bank_receipt"
    }  # fmt: skip


@pytest.mark.parametrize("change", [{"amount_minor": 0}, {"amount_minor": -1}, {"destination": SALE.source}, {"type": "bribe"}])
def test_the_database_refuses_a_row_that_moves_nothing_or_is_of_no_type(change):
    row = {"type": "sale", "source": SALE.source, "destination": SALE.destination, "amount_minor": 1, **change}

    with pytest.raises(IntegrityError):
        FinancialTransaction.objects.create(key="x", currency="EUR", occurred_at=NOW, **row)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE financial_transactions SET amount_minor = 1",
        "DELETE FROM financial_transactions",
        "UPDATE financial_transactions SET key = key",
    ],
)
def test_the_database_refuses_to_change_a_row(statement):
    post(SALE)

    with pytest.raises(Error, match="append-only"), tenancy.atomic(), connections["eu"].cursor() as cursor:
        cursor.execute(statement)

    assert FinancialTransaction.objects.get().amount == Money(1000, "EUR")


def test_an_account_is_not_mistaken_for_one_whose_name_it_begins():
    post(
        SALE,
        msgspec.structs.replace(SALE, key="sale:2", destination="vendor:ven_10", vendor_id="ven_10"),
        msgspec.structs.replace(SALE, key="s3", destination="vendor:venx1", vendor_id="venx1"),
    )

    assert queries.get_balance("vendor:ven_1", "EUR") == Money(1000, "EUR")


def test_a_row_of_another_region_is_never_read():
    post(SALE)
    FinancialTransaction.objects.bulk_create(
        [
            FinancialTransaction(
                key="x", tenant_id="mena", type="sale", source="a", destination="b", amount_minor=1, currency="EUR", occurred_at=NOW
            )
        ]
    )

    with pytest.raises(ForeignRow):
        list(FinancialTransaction.objects.all())


@pytest.mark.django_db(transaction=True)
def test_parallel_posters_of_one_key_make_one_row(eu):
    def race(number):
        with tenancy.scope(eu):
            try:
                return post(SALE, msgspec.structs.replace(SALE, key=f"own:{number}"))[0].id
            finally:
                connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(race, range(16)))

    assert len(keys) == 1
    assert FinancialTransaction.objects.count() == 17


CHOICES = [
    (rule.type, vendor, an_account(source, vendor), an_account(destination, vendor))
    for rule, source, destination in moves_of_the_chart()
    for vendor in ("a", "b")
]
MOVES = st.lists(st.tuples(st.sampled_from(CHOICES), st.integers(1, 10**12), st.sampled_from(["EUR", "KWD"])), max_size=20)


def books_after(postings, repeats):
    """All balances after these postings, and nothing left of them: each example starts with empty books."""
    with tenancy.atomic():
        for _ in range(repeats):
            services.post(postings, now=NOW)
        found = {(item.account, item.balance.currency): item.balance.minor for item in queries.list_balances()}
        transaction.set_rollback(True, using="eu")
    return found


@given(moves=MOVES, repeats=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_any_postings_balance_to_zero_and_count_once(moves, repeats):
    postings = [
        Posting(key=f"k{number}", type=kind, source=source, destination=to, amount=Money(minor, currency), vendor_id=vendor)
        for number, ((kind, vendor, source, to), minor, currency) in enumerate(moves)
    ]
    expected = {}
    for (_, _, source, to), minor, currency in moves:
        expected[source, currency] = expected.get((source, currency), 0) - minor
        expected[to, currency] = expected.get((to, currency), 0) + minor

    found = books_after(postings, repeats)

    assert found == expected
    for currency in ("EUR", "KWD"):
        assert sum(minor for (_, unit), minor in found.items() if unit == currency) == 0
