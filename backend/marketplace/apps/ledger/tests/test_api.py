import msgspec
import pytest

from marketplace.apps.ledger import services
from marketplace.apps.ledger.types import Posting
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def vendors():
    """Two vendors with a sale and its commission each."""
    made = [make_vendor(), make_vendor()]
    with tenancy.atomic():
        for vendor in made:
            own = {"vendor_id": vendor.id}
            services.post(
                [
                    Posting(
                        key=f"s:{vendor.id}",
                        type="sale",
                        source="provider:sandbox",
                        destination=f"vendor:{vendor.id}",
                        amount=Money(1000, "EUR"),
                        **own,
                    ),
                    Posting(
                        key=f"c:{vendor.id}",
                        type="commission",
                        source=f"vendor:{vendor.id}",
                        destination="operator:commission",
                        amount=Money(100, "EUR"),
                        **own,
                    ),
                ],
                now=NOW,
            )
    return made


def items(answer):
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content)["items"]


def test_a_vendor_sees_its_own_rows_with_the_sign_that_concerns_it(api, vendors):
    rows = items(api.get("vendor/transactions", token=vendor_token(vendors[0].id)))

    assert [(row["type"], row["amount"]["minor"]) for row in rows] == [("commission", -100), ("sale", 1000)]
    assert not {"source", "destination", "key", "details", "vendor_id"} & set(rows[0])


def test_staff_sees_all_rows_and_filters_them(api, vendors):
    token = staff_token("finance")

    assert len(items(api.get("admin/transactions", token=token))) == 4
    assert len(items(api.get("admin/transactions", token=token, vendor_id=vendors[0].id, type="sale"))) == 1
    assert len(items(api.get("admin/transactions", token=token, account="operator:commission"))) == 2


def test_pages_follow_each_other_without_a_gap(api, vendors):
    token, cursor, seen = staff_token(), None, []

    while True:
        query = {"limit": 3, **({"cursor": cursor} if cursor else {})}
        page = msgspec.json.decode(api.get("admin/transactions", token=token, **query).content)
        seen += [row["id"] for row in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert len(seen) == len(set(seen)) == 4
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize(("path", "roles"), [("vendor/transactions", ("fulfilment",))])
def test_roles_that_do_not_handle_money_are_refused(api, vendors, path, roles):
    assert api.get(path, token=vendor_token(vendors[0].id, *roles)).status_code == 403
    assert api.get("admin/transactions", token=staff_token("catalogue")).status_code == 403
    assert api.get("admin/transactions", token=vendor_token(vendors[0].id)).status_code == 403
    assert api.get(path).status_code == 401


def test_a_wrong_filter_is_refused(api, vendors):
    assert api.get("admin/transactions", token=staff_token(), type="bribe").status_code == 422
    assert api.get("admin/transactions", token=staff_token(), cursor="nonsense").status_code == 422
