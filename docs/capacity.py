"""
The arithmetic of docs/capacity.md: request units, money and partition sizes on Azure Cosmos DB for a given trade.

    python docs/capacity.py            prints the tables
    python docs/capacity.py --write    puts them into the page

A test compares the page with what this prints. Change a number here, run it, and read what follows.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).with_name("capacity.md")

# Microsoft, "Understand request units consumption", April 2026: RU by KB of the document, at session consistency, in one region.
READ = {1: 1.00, 2: 1.04, 4: 1.14, 8: 1.33, 16: 1.67, 32: 2.19, 64: 4.76}
WRITE = {1: 4.95, 2: 6.29, 4: 6.67, 8: 7.04, 16: 9.52, 32: 11.23, 64: 22.67}
INDEX_TERM = 0.2
PATCHED_VALUE = 0.4
STRONG = 2  # reads at strong or bounded-staleness consistency: see decision 14
# Azure's list prices in US dollars, one region.
AUTOSCALE_100_RU_HOUR = 0.012
STORAGE_GB_MONTH = 0.25
HOURS = 730

# Measured with the demo data and the journey: KB of an item as it is sent, with its envelope.
SIZE_KB = {"product": 5.7, "product slug": 0.53, "cart": 1.9, "order": 6.3, "vendor order": 3.6, "events of a write": 0.6}
INDEXED = {"product": 3, "product slug": 1, "cart": 3, "order": 3, "vendor order": 2, "events of a write": 1}

# The trade.
REGIONS = 2
ORDERS_A_YEAR = 10_000_000
PRODUCTS = 5_000_000
LARGEST_VENDOR = 0.05
PAGE_READS_A_SECOND = 2_000  # in each region, none of them answered by a cache
YEARS = 5
# Assumed of it.
VENDORS_AN_ORDER = 1.5
CARTS_AN_ORDER = 4  # of which one is bought
EDITS_A_CART = 6
PRODUCTS_A_CART = 2
CHANGES_OF_A_PRODUCT_A_YEAR = 12
PEAK = 10  # the busiest second against the average one
BEST_SELLER = 0.25  # of all page reads go to one product
CONTAINERS = 5
LOOKS_A_SECOND = 2  # of the relay, at a feed in which nothing is new

# Three sizes of a region (infra/terraform), and what a month of each part may cost in US dollars, West Europe, paid as one goes. These
# prices were written down on 2026-11-30 without Azure's and Elastic's calculators: put those of the day here before anybody relies on them.
PRICES = {
    "node of 2 cores (D2s v5)": 84,
    "node of 4 cores (D4s v5)": 168,
    "AKS, its API with Azure's answer for it": 73,
    "PostgreSQL, 2 cores (D2ds v5)": 130,
    "PostgreSQL, 4 cores (D4ds v5)": 260,
    "PostgreSQL, 16 cores (D16ds v5)": 1_040,
    "PostgreSQL, 100 GB of disk": 14,
    "Redis, 0.5 GB (B0)": 26,
    "Redis, 3 GB (B3)": 150,
    "Redis, 10 GB (B10)": 430,
    "Elasticsearch, 1 GB of memory in one zone": 35,
    "Cosmos DB, 1,000 RU/s used": 10 * AUTOSCALE_100_RU_HOUR * HOURS,
    "files, 100 GB with their reading": 10,
    "what leaves to Cloudflare, 100 GB": 8,
    "logs, 10 GB": 28,
    "gateway, addresses, endpoints, vault": 130,
}
SIZES = {  # of each part how many; a second server in another zone counts twice
    "small: the staging environment's": (2, 2, 1, 1, 0, 0, 0.64, 2, 0, 0, 2, 1.9, 0.5, 0.5, 1, 1),
    "as `environments/production` makes it": (2, 3, 1, 0, 2, 0, 5.2, 1, 1, 0, 8, 3, 5, 10, 5, 1),
    "large: this page's trade": (2, 9, 1, 0, 0, 2, 20, 1, 0, 1, 32, 5.52, 50, 100, 30, 1),
}

YEAR_S = 365 * 86_400
PARTITION_GB, PARTITION_RU = 20, 10_000


@dataclass(frozen=True)
class Operation:
    what: str
    kind: str
    count: float

    @property
    def units(self) -> float:
        return COSTS[self.kind.split(" ", 1)[0]](self.kind.split(" ", 1)[1])

    @property
    def total(self) -> float:
        return self.count * self.units


def between(table: dict[int, float], kb: float) -> float:
    """The published numbers, joined by straight lines."""
    sizes = sorted(table)
    if kb <= sizes[0]:
        return table[sizes[0]]
    above = sizes[bisect_left(sizes, kb)]
    below = sizes[bisect_left(sizes, kb) - 1]
    return table[below] + (table[above] - table[below]) * (kb - below) / (above - below)


def read(thing: str) -> float:
    return STRONG * between(READ, SIZE_KB[thing])


def create(thing: str) -> float:
    return between(WRITE, SIZE_KB[thing]) + INDEX_TERM * INDEXED[thing]


def replace(thing: str) -> float:
    """A deletion and a creation; of the indexed terms one has changed."""
    return 2 * between(WRITE, SIZE_KB[thing]) + 2 * INDEX_TERM


def patch(thing: str) -> float:
    return replace(thing) + 4 * PATCHED_VALUE


COSTS = {"read": read, "create": create, "replace": replace, "patch": patch, "delete": create}

WRITES_OF_ORDER = 3  # created, then changed when it is paid or sent, and delivered
WRITES_OF_PART = 3  # created, sent, delivered
EVENT_WRITES = WRITES_OF_ORDER + WRITES_OF_PART * VENDORS_AN_ORDER

AN_ORDER = [
    Operation("carts opened", "create cart", CARTS_AN_ORDER),
    Operation("carts edited", "replace cart", CARTS_AN_ORDER * EDITS_A_CART),
    Operation("carts looked at", "read cart", CARTS_AN_ORDER * EDITS_A_CART * 2),
    Operation("products read to price them", "read product", CARTS_AN_ORDER * EDITS_A_CART * PRODUCTS_A_CART * 2),
    Operation("the cart closed", "patch cart", 1),
    Operation("the order created", "create order", 1),
    Operation("the order changed", "replace order", WRITES_OF_ORDER - 1),
    Operation("the order read", "read order", 10),
    Operation("vendor orders created", "create vendor order", VENDORS_AN_ORDER),
    Operation("vendor orders changed", "replace vendor order", (WRITES_OF_PART - 1) * VENDORS_AN_ORDER),
    Operation("vendor orders read", "read vendor order", 10 * VENDORS_AN_ORDER),
    Operation("events stored with a write", "create events of a write", EVENT_WRITES),
    Operation("events dropped once the outbox has them", "delete events of a write", EVENT_WRITES),
    Operation("the feed read: events", "read events of a write", EVENT_WRITES),
    Operation("the feed read: carts", "read cart", CARTS_AN_ORDER * (EDITS_A_CART + 1) + 1),
    Operation("the feed read: orders", "read order", WRITES_OF_ORDER),
    Operation("the feed read: vendor orders", "read vendor order", WRITES_OF_PART * VENDORS_AN_ORDER),
]

A_CHANGE_OF_A_PRODUCT = [
    Operation("read", "read product", 3),
    Operation("replaced", "replace product", 1),
    Operation("its events stored", "create events of a write", 1),
    Operation("its events dropped", "delete events of a write", 1),
    Operation("the feed read: product", "read product", 1),
    Operation("the feed read: events", "read events of a write", 1),
]


def operations(title: str, rows: list[Operation]) -> list[str]:
    total = sum(row.total for row in rows)
    return [
        f"| {title} | how often | RU each | RU |",
        "|---|---:|---:|---:|",
        *(f"| {row.what} | {row.count:g} | {row.units:.1f} | {row.total:.0f} |" for row in rows),
        f"| **together** | | | **{total:.0f}** |",
    ]


def a_region() -> dict[str, tuple[float, float]]:
    """RU/s of one region by what causes them: on average, and in the busiest second."""
    orders = sum(row.total for row in AN_ORDER) * ORDERS_A_YEAR / REGIONS / YEAR_S
    changes = sum(row.total for row in A_CHANGE_OF_A_PRODUCT) * PRODUCTS * CHANGES_OF_A_PRODUCT_A_YEAR / REGIONS / YEAR_S
    pages = PAGE_READS_A_SECOND * read("product")
    looks = CONTAINERS * LOOKS_A_SECOND * STRONG
    return {
        "page reads": (pages, pages),
        "orders and carts": (orders, orders * PEAK),
        "changes of products": (changes, changes * PEAK),
        "relay looking at idle feeds": (looks, looks),
    }


def throughput() -> list[str]:
    rows = a_region()
    average, peak = (sum(row[at] for row in rows.values()) for at in (0, 1))
    lines = ["| one region, RU/s | average | busiest second |", "|---|---:|---:|"]
    lines += [f"| {name} | {row[0]:,.0f} | {row[1]:,.0f} |" for name, row in rows.items()]
    return [*lines, f"| **together** | **{average:,.0f}** | **{peak:,.0f}** |"]


def storage_gb(years: float) -> float:
    """Of one region. Carts expire or are closed; events are dropped within seconds."""
    of_orders = ORDERS_A_YEAR * years * (SIZE_KB["order"] + VENDORS_AN_ORDER * SIZE_KB["vendor order"])
    of_products = PRODUCTS * (SIZE_KB["product"] + SIZE_KB["product slug"])
    of_carts = ORDERS_A_YEAR * min(years, 1) * CARTS_AN_ORDER * SIZE_KB["cart"]
    return (of_orders + of_products + of_carts) / REGIONS / 1024**2


def money() -> list[str]:
    rows = a_region()
    pages = rows["page reads"][0]
    rest = sum(row[0] for name, row in rows.items() if name != "page reads")
    # An hour is billed by its busiest second: taken as three times the average of everything but the page reads.
    billed = pages + 3 * rest
    compute = billed / 100 * AUTOSCALE_100_RU_HOUR * HOURS
    session = pages / STRONG / 100 * AUTOSCALE_100_RU_HOUR * HOURS
    first, last = (storage_gb(years) * STORAGE_GB_MONTH for years in (1, YEARS))
    return [
        "| one region, US dollars a month | |",
        "|---|---:|",
        f"| request units: {billed:,.0f} RU/s billed on autoscale | {compute:,.0f} |",
        f"| of that, what strong consistency adds to the page reads | {session:,.0f} |",
        f"| storage after one year: {storage_gb(1):,.0f} GB | {first:,.0f} |",
        f"| storage after {YEARS} years: {storage_gb(YEARS):,.0f} GB | {last:,.0f} |",
        f"| **together, in year {YEARS}** | **{compute + last:,.0f}** |",
        f"| **both regions** | **{(compute + last) * REGIONS:,.0f}** |",
    ]


def partitions() -> list[str]:
    largest_products = PRODUCTS * LARGEST_VENDOR
    parts_a_month = ORDERS_A_YEAR * VENDORS_AN_ORDER * LARGEST_VENDOR / 12
    sizes = {
        "products of the largest vendor": largest_products * SIZE_KB["product"],
        "vendor orders of the largest vendor, one month of three times the average": 3 * parts_a_month * SIZE_KB["vendor order"],
        "orders of a customer with 2,000 of them": 2_000 * SIZE_KB["order"],
        "a slug, a guest's cart": SIZE_KB["cart"],
    }
    a_part = create("vendor order") + (WRITES_OF_PART - 1) * replace("vendor order") + 10 * read("vendor order")
    a_part += WRITES_OF_PART * (2 * create("events of a write") + read("events of a write") + read("vendor order"))
    best_seller = f"products of a vendor whose best seller draws {BEST_SELLER:.0%} of all page reads"
    heat = {
        "products of the largest vendor: its share of the page reads": PAGE_READS_A_SECOND * LARGEST_VENDOR * read("product"),
        best_seller: PAGE_READS_A_SECOND * BEST_SELLER * read("product"),
        f"vendor orders of the largest vendor, {PEAK} times the average": parts_a_month * 12 / YEAR_S * PEAK * a_part,
        "products of a vendor that imports 500 products a second": 500 * (replace("product") + read("product") * 2),
    }
    return [
        f"| logical partition after {YEARS} years | GB of {PARTITION_GB} |",
        "|---|---:|",
        *(f"| {name} | {kb / 1024**2:.2f} |" for name, kb in sizes.items()),
        "",
        f"| hottest partitions | RU/s of {PARTITION_RU:,} |",
        "|---|---:|",
        *(f"| {name} | {units:,.0f} |" for name, units in heat.items()),
    ]


def sizes() -> list[str]:
    columns = list(SIZES.values())
    rows = [
        f"| {part} | {price:,.0f} | {' | '.join(f'{column[place]:g}' for column in columns)} |"
        for place, (part, price) in enumerate(PRICES.items())
    ]
    totals = [sum(count * price for count, price in zip(column, PRICES.values(), strict=True)) for column in columns]
    return [
        f"| one region | assumed price | {' | '.join(SIZES)} |",
        f"|---|---:|{'---:|' * len(SIZES)}",
        *rows,
        f"| **together, US dollars a month** | | {' | '.join(f'**{total:,.0f}**' for total in totals)} |",
    ]


def measured() -> list[str]:
    return [
        "| item | KB | read, RU | created, RU | replaced, RU |",
        "|---|---:|---:|---:|---:|",
        *(f"| {name} | {kb:g} | {read(name):.1f} | {create(name):.1f} | {replace(name):.1f} |" for name, kb in SIZE_KB.items()),
    ]


def tables() -> dict[str, str]:
    """By name, as the page marks them."""
    made = {
        "items": measured(),
        "order": operations("one order", AN_ORDER),
        "change": operations("one change of a product", A_CHANGE_OF_A_PRODUCT),
        "throughput": throughput(),
        "money": money(),
        "partitions": partitions(),
        "sizes": sizes(),
    }
    return {name: "\n".join(lines) for name, lines in made.items()}


def filled(page: str) -> str:
    """The page with its tables as they are computed now."""
    for name, table in tables().items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)"
        page = re.sub(pattern, lambda match, table=table: f"{match[1]}\n{table}\n\n{match[2]}", page, count=1, flags=re.DOTALL)
    return page


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(filled(PAGE.read_text()))
    else:
        sys.stdout.write("\n\n".join(tables().values()) + "\n")
