"""
The main job, end to end, as its actors do it: over HTTP alone, against the running servers.

    make up DETACH=1 && make journey                                  with product files made here
    make journey APPAREL=apparel.csv JEWELERY=jewelery.csv            with real ones

Each step names its actor, its request and what came of it; the first amount that is wrong stops it. It may be run again and
again on the same data: each run has vendors and customers of its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from callers import Caller
from chapters.afterwards import bank_takes_the_money_back, next_payout_nets_the_debt, papers_agree, product_comes_back_after_the_payout
from chapters.collecting import courier_collects, gift_card_pays_half
from chapters.customers import dutch_guest_buys, kuwaiti_customer_buys
from chapters.fulfilling import pass_return_window, send_everything
from chapters.gateways import mollie_sells_by_ideal, momo_sells_on_the_phone, stripe_sells_with_3d_secure
from chapters.opening import open_regions, welcome_vendors
from chapters.paying_out import pay_vendors, read_reports
from chapters.proving import prove_books, summarize, try_other_region
from chapters.selling import import_products
from chapters.showing import show_files
from narration import Narrator, Stopped
from world import World, read_world

CHAPTERS = (
    open_regions,
    welcome_vendors,
    import_products,
    show_files,
    dutch_guest_buys,
    kuwaiti_customer_buys,
    send_everything,
    pass_return_window,
    pay_vendors,
    read_reports,
    courier_collects,
    gift_card_pays_half,
    stripe_sells_with_3d_secure,
    mollie_sells_by_ideal,
    momo_sells_on_the_phone,
    product_comes_back_after_the_payout,
    bank_takes_the_money_back,
    next_payout_nets_the_debt,
    papers_agree,
    try_other_region,
    prove_books,
)


def walk(world: World) -> None:
    """All chapters, then the summary. :raises Stopped: at the first thing that is not as it must be"""
    Caller("Health check", "eu", world.port).get("health/ready")
    for chapter in CHAPTERS:
        chapter(world)
    summarize(world)


def main() -> int:
    narrator = Narrator()
    try:
        walk(read_world(narrator))
    except Stopped as stop:
        print(f"\nThe journey stops here, after {narrator.steps} steps.\n{stop}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
