"""The operator opens both regions; vendors apply and are approved."""

from __future__ import annotations

from amounts import Terms
from callers import Caller, wait_for
from mails import token_in
from product_files import ProductsFile, apparel, jewelery
from world import DEMO_PASSWORD, DEMO_STAFF, PASSWORD, Vendor, World

EXPECTED = {"eu": ("EUR", 2), "mena": ("KWD", 3)}


def open_regions(world: World) -> None:
    narrator = world.narrator
    narrator.chapter("The operator opens both regions")
    for region, (currency, digits) in EXPECTED.items():
        staff = world.caller("Operator", region)
        login = staff.log_in(audience="staff", email=DEMO_STAFF, password=DEMO_PASSWORD)
        world.staff[region] = staff
        narrator.step("Operator", f"logs in at {region}", login.request, f"{login['audience']}, {', '.join(login['roles'])}")
        _open(world, staff)
        facts = world.caller("Anybody", region).get("store/region")
        world.regions[region] = facts.data
        narrator.step("Anybody", "looks in", facts.request, f"{facts['name']}; {', '.join(facts['languages'])}")
        narrator.check(f"currency of {region}", facts["default_currency"], currency)
        known = {item["code"]: item["digits"] for item in facts["currencies"]}
        narrator.check(f"decimals of {currency}", known[currency], digits)


def _open(world: World, staff: Caller) -> None:
    """End the maintenance, should the region be in it."""
    region = staff.get("admin/region")
    if region["is_in_maintenance"]:
        region = staff.patch("admin/region", {"is_in_maintenance": False, "reason": "Open for the journey"}, etag=region.etag)
    world.narrator.step("Operator", "sees that the region is open", region.request, "no maintenance")
    world.narrator.check(f"{staff.region} in maintenance", region["is_in_maintenance"], False, quietly=True)


def welcome_vendors(world: World) -> None:
    world.narrator.chapter("Vendors apply and are approved")
    eu, mena = Terms(percent_bp=1250, fixed=25), Terms(percent_bp=1000, floor=250)
    clothes = apparel()
    world.vendors["apparel"] = _vendor(world, "Linnen & Loom", "eu", "NL", Terms(percent_bp=1250), clothes, "NL91ABNA0417164300")
    world.vendors["jewels"] = _vendor(world, "Zilver & Zand", "eu", "BE", eu, jewelery("EUR"), "BE68539007547034")
    world.vendors["gulf"] = _vendor(world, "Bayt Al Fidda", "mena", "KW", mena, jewelery("KWD"), "KW81CBKU0000000000001234560101")
    for key, vendor in world.vendors.items():
        _apply(world, vendor, key)
        _fill_in(world, vendor)
        _approve(world, vendor)


def _vendor(world: World, name: str, region: str, country: str, terms: Terms, file: ProductsFile, iban: str) -> Vendor:
    full = f"{name} {world.run}"
    return Vendor(
        name=full,
        country=country,
        currency=EXPECTED[region][0],
        terms=terms,
        file=file,
        owner=world.caller(full, region),
        email="",
        iban=iban,
    )


def _apply(world: World, vendor: Vendor, key: str) -> None:
    narrator = world.narrator
    vendor.email = world.address(f"owner-{key}")
    body = {
        "name": vendor.name,
        "legal_name": f"{vendor.name} Trading",
        "country": vendor.country,
        "email": vendor.email,
        "owner_name": "Sam Owner",
        "password": PASSWORD,
        "language": "en",
        "descriptions": {"en": "Made with care, sold with joy."},
    }
    applied = vendor.owner.post("vendor/applications", body, expect=201)
    vendor.id, vendor.slug = applied["id"], applied["slug"]
    narrator.step(vendor.name, f"applies in {vendor.region}", applied.request, f"{applied['state']}, {vendor.slug}")
    mail = world.mailbox(vendor.email).wait_for("with the link that confirms the address", "token=")
    confirmed = vendor.owner.post("auth/confirm-email", {"token": token_in(mail)})
    narrator.step(vendor.name, "confirms the e-mail address", confirmed.request, f"by the mail “{mail['Subject'].strip()}”")
    vendor.owner.log_in(audience="vendor", email=vendor.email, password=PASSWORD)


def _fill_in(world: World, vendor: Vendor) -> None:
    """Where the money goes, how parcels go, and what invoices in the vendor's name need."""
    owner, narrator = vendor.owner, world.narrator
    empty = owner.get("vendor/payout-account")
    account = {"account": vendor.iban, "holder": vendor.name, "country": vendor.iban[:2], "currency": vendor.currency}
    saved = owner.put("vendor/payout-account", account, etag=empty.etag)
    narrator.step(vendor.name, "names its bank account", saved.request, saved["masked_account"])
    narrator.require("the account is shown masked", vendor.iban[4:-4] not in saved.content.decode(), saved.content.decode())
    method = owner.post("vendor/shipping-methods", _shipping(vendor), expect=201)
    vendor.method_id = method["id"]
    narrator.step(vendor.name, "offers delivery", method.request, f"{method['min_days']} to {method['max_days']} working days")
    _accept_invoicing(world, vendor)


# With right check digits, and nobody's.
VAT_NUMBERS = {"NL": "NL000000105B01", "BE": "BE0000000295", "KW": ""}
SEATS = {
    "NL": {"line1": "Damrak 12", "postcode": "1012 LG", "city": "Amsterdam"},
    "BE": {"line1": "Meir 12", "postcode": "2000", "city": "Antwerpen"},
    "KW": {"line1": "Block 3, Street 12, House 7", "area": "Salmiya", "city": "Kuwait City"},
}


def _accept_invoicing(world: World, vendor: Vendor) -> None:
    """The vendor lets the operator issue invoices in its name, and says what they must state of it."""
    owner, country = vendor.owner, vendor.country
    address = {"name": vendor.name, **SEATS[country], "country": country}
    profile = {"address": address, "vat_number": VAT_NUMBERS[country]}
    owner.patch("vendor/profile", profile, etag=owner.get("vendor/profile").etag)
    version = owner.get("vendor/invoicing")["agreement_version"]
    accepted = owner.post("vendor/invoicing/accept", {"version": version})
    world.narrator.step(vendor.name, "accepts that invoices are issued in its name", accepted.request, f"text of {version}")
    world.narrator.check("agreement or address missing", [name for name in accepted["missing"] if name != "vat_number"], [], quietly=True)


SHIPPING = {"EUR": (595, 15_000), "KWD": (1_750, 200_000)}


def _shipping(vendor: Vendor) -> dict[str, object]:
    """A flat price, free from a value of products on; minor units."""
    flat, free_over = SHIPPING[vendor.currency]
    names = {"en": "Standard delivery", "nl": "Standaardbezorging", "fr": "Livraison standard", "ar": "توصيل عادي"}
    languages = ("en", "nl", "fr") if vendor.region == "eu" else ("en", "fr", "ar")
    return {
        "names": {language: names[language] for language in languages},
        "countries": ["NL", "BE"] if vendor.region == "eu" else ["KW", "AE"],
        "prices": [{"minor": flat, "currency": vendor.currency}],
        "free_over": [{"minor": free_over, "currency": vendor.currency}],
        "min_days": 1,
        "max_days": 3,
    }


def _approve(world: World, vendor: Vendor) -> None:
    staff, narrator = world.staff[vendor.region], world.narrator
    waiting = list(staff.every("admin/vendors", state="pending"))
    narrator.require(f"{vendor.slug} waits for the operator", any(item["id"] == vendor.id for item in waiting))
    plan = staff.get(f"admin/vendors/{vendor.id}/commission-plan")
    terms = vendor.terms.as_body(vendor.currency, "As agreed")
    agreed = staff.put(f"admin/vendors/{vendor.id}/commission-plan", terms, etag=plan.etag)
    narrator.step("Operator", "sets the commission plan", agreed.request, _terms_shown(vendor))
    approved = staff.post(f"admin/vendors/{vendor.id}/approve", {"reason": "Papers are in order"})
    narrator.step("Operator", f"approves {vendor.name}", approved.request, approved["vendor"]["state"])
    narrator.check("state of the vendor", approved["vendor"]["state"], "approved", quietly=True)
    mail = wait_for("the mail of the approval", lambda: _approval(world, vendor))
    narrator.note(f"mail to {vendor.email}: “{mail}”")


def _approval(world: World, vendor: Vendor) -> str:
    subjects = [str(message["Subject"]) for message in world.mailbox(vendor.email).messages()]
    return next((subject for subject in subjects if "can sell" in subject), "")


def _terms_shown(vendor: Vendor) -> str:
    terms = vendor.terms
    more = [f"{name} {getattr(terms, name)} minor units" for name in ("fixed", "floor", "cap") if getattr(terms, name)]
    return ", ".join([f"{terms.percent_bp / 100:g} %", *more])
