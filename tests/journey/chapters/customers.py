"""The two buyers: a Dutch guest who buys from two vendors, and a Kuwaiti customer who changes her mind about a line."""

from __future__ import annotations

from amounts import Part, money, shown
from callers import Answer, Caller
from mails import text_of, token_in
from product_files import DUTCH
from world import PASSWORD, Order, Vendor, World

from chapters.buying import (
    CARD_3DS,
    CARD_OK,
    Bank,
    check_cart,
    find,
    place_order,
    put_into_cart,
    wait_until_confirmed,
)
from chapters.opening import SHIPPING

NL_VAT_BP, KW_VAT_BP = 2100, 0
FEE_VAT_BP = {"eu": 2100, "mena": 500}


def dutch_guest_buys(world: World) -> None:
    world.narrator.chapter("A Dutch guest finds products in two languages and buys from two vendors")
    guest = world.caller("Noor (guest)", "eu", language="nl")
    clothes, jewels = world.vendors["apparel"], world.vendors["jewels"]
    parts = {vendor.id: part_of(vendor, NL_VAT_BP) for vendor in (clothes, jewels)}
    cart = open_cart(world, guest, "NL", "EUR")
    _fill_guest_cart(world, guest, cart["id"], parts)
    answer = say_where(world, guest, cart["id"], world.address("noor"), AMSTERDAM, (clothes, jewels))
    deliver_for(parts)
    total = check_cart(world, answer, parts)
    placed, order = place_order(world, guest, answer, total, "EUR")
    order.parts = parts
    guest.extra = {"Order-Token": order.token}
    bank = Bank(world)
    payment = bank.pay(guest, placed["payment"]["action"]["url"], CARD_3DS)
    wait_until_confirmed(world, guest, order)
    times = bank.tell_again(payment)
    world.narrator.step("Provider", "sends the same success again", "POST webhooks/sandbox", f"{times} deliveries of one event")
    _check_charged_once(world, "eu", order, "EUR")
    _read_mail(world, world.address("noor"), order, "nl", shown_in="EUR")
    world.orders["guest"] = order


def _fill_guest_cart(world: World, guest: Caller, cart: str, parts: dict[str, Part]) -> None:
    """Three products of two vendors: one found in Dutch and one in English, several units of two of them."""
    clothes, jewels = world.vendors["apparel"], world.vendors["jewels"]
    handle = clothes.file.dutch_handle
    dutch_title, in_dutch, in_english = DUTCH[handle]
    page = find(world, guest, clothes, in_dutch, dutch_title)
    guest.language = "en"
    find(world, guest, clothes, in_english, clothes.file.product(handle).title)
    guest.language = "nl"
    _, sold = put_into_cart(world, guest, cart, clothes, page, clothes.file.product(handle), place=0, quantity=1)
    parts[clothes.id].lines.append(sold)
    many = clothes.file.with_variants(2, but=handle)
    page = find(world, guest, clothes, many.title, many.title)
    _, sold = put_into_cart(world, guest, cart, clothes, page, many, place=1, quantity=2)
    parts[clothes.id].lines.append(sold)
    jewel = jewels.file.with_variants(1)
    page = find(world, guest, jewels, jewel.title, jewel.title)
    _, sold = put_into_cart(world, guest, cart, jewels, page, jewel, place=0, quantity=3)
    parts[jewels.id].lines.append(sold)


def kuwaiti_customer_buys(world: World) -> None:
    world.narrator.chapter("A Kuwaiti customer buys in KWD and cancels one line")
    customer, gulf = world.caller("Fatima", "mena", language="ar"), world.vendors["gulf"]
    parts = {gulf.id: part_of(gulf, KW_VAT_BP)}
    cart = open_cart(world, customer, "KW", "KWD")
    for product, place, quantity in ((gulf.file.products[0], 1, 2), (gulf.file.products[1], 0, 1)):
        page = find(world, customer, gulf, product.title, product.title, country="KW")
        _, sold = put_into_cart(world, customer, cart["id"], gulf, page, product, place=place, quantity=quantity)
        parts[gulf.id].lines.append(sold)
    email = register(world, customer, "fatima", name="Fatima Al-Sabah", language="ar")
    cart = customer.post(f"store/carts/{cart['id']}/merge")
    world.narrator.step(customer.name, "logs in; her cart comes along", cart.request, f"{cart['item_count']} units")
    customer.extra = {}
    answer = say_where(world, customer, cart["id"], email, _KUWAIT, (gulf,))
    deliver_for(parts)
    total = check_cart(world, answer, parts)
    placed, order = place_order(world, customer, answer, total, "KWD")
    order.parts = parts
    Bank(world).pay(customer, placed["payment"]["action"]["url"], CARD_OK)
    seen = wait_until_confirmed(world, customer, order)
    _read_mail(world, email, order, "ar", shown_in="KWD")
    _cancel_last_line(world, customer, order, seen)
    _check_charged_once(world, "mena", order, "KWD", refunded=parts[gulf.id].refunded)
    world.orders["customer"] = order


def _cancel_last_line(world: World, customer: Caller, order: Order, seen: Answer) -> None:
    (part,) = order.parts.values()
    line, sold = seen["quote"]["lines"][-1], part.lines[-1]
    body = {"lines": [{"line_id": line["line_id"], "quantity": sold.quantity}], "reason": "I have one already"}
    canceled = customer.post(f"store/orders/{order.id}/cancellations", body)
    world.narrator.step(customer.name, f"cancels {sold.quantity} × {sold.title}", canceled.request, canceled["state"])
    sold.canceled = sold.quantity
    got = shown(money(canceled["refunded"], part.currency), part.currency)
    world.narrator.check("refunded to the customer", got, shown(part.refunded, part.currency))


def part_of(vendor: Vendor, vat_bp: int) -> Part:
    return Part(vendor=vendor.name, currency=vendor.currency, terms=vendor.terms, vat_bp=vat_bp, fee_vat_bp=FEE_VAT_BP[vendor.region])


def deliver_for(parts: dict[str, Part]) -> None:
    """What delivery costs by the vendors' terms: nothing from a value of products on."""
    for part in parts.values():
        flat, free_over = SHIPPING[part.currency]
        part.shipping = 0 if part.items >= free_over else flat


def open_cart(world: World, buyer: Caller, country: str, currency: str) -> Answer:
    cart = buyer.post("store/carts", {"country": country, "currency": currency}, expect=201)
    buyer.extra = {"Cart-Token": cart["token"]}
    world.narrator.step(buyer.name, "takes a cart", cart.request, f"{cart['currency']}, to {cart['country']}")
    return cart


def say_where(world: World, buyer: Caller, cart: str, email: str, address: dict[str, str], vendors: tuple[Vendor, ...]) -> Answer:
    choices = {vendor.id: vendor.method_id for vendor in vendors}
    present = buyer.get(f"store/carts/{cart}")
    body = {"email": email, "shipping_address": address, "shipping_choices": choices}
    answer = buyer.patch(f"store/carts/{cart}", body, etag=present.etag)
    world.narrator.step(buyer.name, "says where to and how", answer.request, f"{address['city']}, {address['country']}")
    return answer


def register(world: World, customer: Caller, who: str, *, name: str, language: str) -> str:
    """Make an account, confirm it by its mail, and log in; the e-mail address."""
    email = world.address(who)
    asked = customer.post("auth/register", {"email": email, "password": PASSWORD, "name": name, "language": language}, expect=202)
    mail = world.mailbox(email).wait_for("with the link that confirms the address", "token=")
    customer.post("auth/confirm-email", {"token": token_in(mail)})
    world.narrator.step(customer.name, "registers and confirms by mail", asked.request, f"“{mail['Subject'].strip()}”")
    world.narrator.check("language of the mail", mail["Content-Language"], language, quietly=True)
    customer.log_in(audience="customer", email=email, password=PASSWORD)
    return email


def _check_charged_once(world: World, region: str, order: Order, currency: str, *, refunded: int = 0) -> None:
    payment = world.staff[region].get(f"admin/payments/{order.payment_id}")
    narrator = world.narrator
    narrator.step("Operator", "looks at the payment", payment.request, payment["state"])
    narrator.check("charged", shown(money(payment["captured"], currency), currency), shown(order.total, currency))
    narrator.check("refunded", shown(money(payment["refunded"], currency), currency), shown(refunded, currency))


def _read_mail(world: World, address: str, order: Order, language: str, *, shown_in: str) -> None:
    mail = world.mailbox(address).wait_for("that confirms the order", order.number)
    world.narrator.step("Mail", f"arrives: “{mail['Subject'].strip()}”")
    world.narrator.check("language of the mail", mail["Content-Language"], language)
    digits = "".join(character for character in text_of(mail) if character.isdecimal())
    plain = "".join(str(int(character)) for character in digits)
    world.narrator.require(f"the mail names the total in {shown_in}", str(order.total) in plain, text_of(mail))


AMSTERDAM = {"name": "Noor Jansen", "line1": "Prinsengracht 263", "postcode": "1016 GV", "city": "Amsterdam", "country": "NL"}
_KUWAIT = {
    "name": "Fatima Al-Sabah",
    "line1": "Block 3, Street 12, House 7",
    "city": "Kuwait City",
    "area": "Salmiya",
    "landmark": "Opposite the corniche",
    "country": "KW",
    "phone": "+965 2224 5678",
}
