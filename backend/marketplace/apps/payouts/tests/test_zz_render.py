from pathlib import Path
import msgspec, time, cProfile, pstats
from marketplace.apps.accounts.types import Address
from marketplace.apps.payouts.statements import FILES, statement_of
from marketplace.apps.payouts.tests.factories import *
from marketplace.apps.payouts.models import VendorPayout

def render(vendor, currency, languages, titles):
    for i in range(250):
        o = a_sale(vendor.id, 12_345+i, fee=1_481, vat=311, shipping=495, currency=currency)
    a_refund(vendor.id, 1000, vendor_order=o, currency=currency)
    p = payout_of(a_run(currency=currency), vendor.id)
    s = statement_of(p)
    lines = [msgspec.structs.replace(l, order_number=f"EU-2026-{i:06d}-1", title=titles[i % len(titles)], sku=f"SKU-{i}") for i, l in enumerate(s.lines)]
    s = msgspec.structs.replace(s, lines=lines, vendor=msgspec.structs.replace(s.vendor, name=titles[0], legal_name="'t IJzeren Hoefĳzer & Zoon b.v." , registration_number="KVK 12345678", vat_number="NL123456789B01", address=Address(name="x", line1="Sint-Jansstraat 12", city="’s-Hertogenbosch", postcode="5211 AB", country="NL")))
    for lang in languages:
        for e, (ct, make) in FILES.items():
            t=time.time()
            if e=="pdf" and lang=="ar":
                pr=cProfile.Profile(); pr.enable()
            Path(f"/tmp/st_{currency}_{lang}.{e}").write_bytes(make(s, lang))
            if e=="pdf" and lang=="ar":
                pr.disable(); pstats.Stats(pr).sort_stats("cumtime").print_stats(25)
            print(lang, e, time.time()-t)

def test_r(tenant, mena):
    from marketplace.foundation import tenancy
    with tenancy.scope(mena):
        render(a_payable_vendor(country="KW", currency="KWD"), "KWD", ["ar", "en"], ["دار اللؤلؤ للمجوهرات", "خاتم فضة عيار 925 مع حجر كريم", "Silver Ring قلادة 18K", "’t Kopje"])
