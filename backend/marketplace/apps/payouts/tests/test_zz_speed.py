import time
from django.db import connections
from marketplace.apps.payouts import pool, queries
from marketplace.apps.payouts.tests.factories import *
from marketplace.apps.insights import queries as iq

def test_speed(tenant):
    vendors=[a_payable_vendor().id for _ in range(20)]
    with connections["eu"].cursor() as c:
        c.execute("""INSERT INTO financial_transactions (key, tenant_id, type, source, destination, amount_minor, currency, vendor_id, order_id, vendor_order_id, line_id, payment_id, refund_id, payout_id, details, occurred_at, recorded_at)
        SELECT 's'||n||k, 'eu', CASE k WHEN 0 THEN 'sale' ELSE 'commission' END, CASE k WHEN 0 THEN 'provider:sandbox' ELSE 'vendor:'||v END, CASE k WHEN 0 THEN 'vendor:'||v ELSE 'operator:commission' END, 1000+n, 'EUR', v, 'ord_'||n, 'vord_'||n, 'l', 'pay_'||n,'','','{}', %s, %s
        FROM (SELECT n, (%s::text[])[1 + n %% 20] AS v FROM generate_series(1,100000) AS n) x, generate_series(0,1) AS k""", [NOW, NOW, vendors])
        c.execute("INSERT INTO payout_maturities (tenant_id, vendor_order_id, vendor_id, order_id, ended_at, payable_at) SELECT 'eu','vord_'||n, 'v', 'ord_'||n, %s, %s FROM generate_series(1,90000) AS n", [NOW, NOW])
        c.execute("ANALYZE")
    # a hold or two
    from marketplace.apps.payouts.models import Hold
    for n in range(20): Hold.objects.create(dispute_id=f"d{n}", vendor_order_id=f"vord_{n}", vendor_id="x", opened_at=NOW)
    def t(name, f):
        s=time.time(); r=f(); print(name, round(time.time()-s,3)); return r
    t("totals", lambda: pool.payable_totals("EUR", until=LATER))
    t("balance", lambda: queries.balances(vendors[0], now=LATER))
    # take half
    r = t("run", lambda: a_run())
    print([l["skipped"] for l in r.skipped][:3], r.state)
    t("totals after", lambda: pool.payable_totals("EUR", until=LATER))
    t("balance after", lambda: queries.balances(vendors[0], now=LATER))
    with connections["eu"].cursor() as c:
        c.execute("ANALYZE")
        c.execute("EXPLAIN ANALYZE " + pool._UNPAID + pool._SUMS, {"account": f"vendor:{vendors[0]}".replace("_", r"\_"), "currency":"%", "until": LATER})
        print("\n".join(x[0] for x in c.fetchall()[-12:]))
    t("balance after analyze", lambda: queries.balances(vendors[0], now=LATER))
    t("books", lambda: print(len(iq._differences())))
