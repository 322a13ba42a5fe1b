"""Vendors show their products and their papers: public pictures, and files that only a signed link serves."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import httpx
from callers import Answer, Caller, wait_for
from narration import Narrator
from PIL import Image
from world import Vendor, World

CAMERA_SIDES = (2400, 3200)  # lying on its side, as a phone held upright writes it
PLACE_TAKEN = "Prinsengracht 263"
WIDTHS = (160, 320, 640, 960, 1280, 1920)


def show_files(world: World) -> None:
    for vendor in (world.vendors["apparel"], world.vendors["gulf"]):
        world.narrator.chapter(f"{vendor.name} shows a picture to everybody, and its papers to the operator")
        product = next(vendor.owner.every("vendor/products"))
        _refuse_program(world.narrator, vendor, product)
        image = _show_picture(world, vendor, product)
        _look_at_picture(world.narrator, vendor, image)
        _see_it_in_the_shop(world, vendor, product)
        _show_paper(world, vendor)


def _refuse_program(narrator: Narrator, vendor: Vendor, product: dict[str, Any]) -> None:
    files = {"file": ("cup.jpg", b"MZ\x90\x00 this program cannot be run", "image/jpeg")}
    refused = vendor.owner.post(f"vendor/products/{product['id']}/images", expect=422, files=files)
    narrator.step(vendor.name, "uploads a program that is called cup.jpg", refused.request)
    narrator.check("why it is refused", refused["errors"][0]["code"], "not_a_picture")


def _show_picture(world: World, vendor: Vendor, product: dict[str, Any]) -> dict[str, Any]:
    """Uploaded, shown at once, and then made in every width by the worker."""
    path, before = f"vendor/products/{product['id']}", len(product["images"])
    files = {"file": ("cup.jpg", _photograph(), "image/jpeg")}
    answer = vendor.owner.post(f"{path}/images", expect=201, files=files, data={"alt": "As it is", "language": "en"})
    world.narrator.step(vendor.name, "uploads a photograph taken with a phone", answer.request)
    world.narrator.check("pictures of the product", len(answer["images"]), before + 1)

    def made() -> dict[str, Any] | None:
        image: dict[str, Any] = vendor.owner.get(path)["images"][-1]
        return image if image["sources"] else None

    return wait_for("the picture in all widths", made)


def _photograph() -> bytes:
    """Red above and blue below for who looks at it; its EXIF says which side is up, and where it was taken."""
    image = Image.new("RGB", CAMERA_SIDES[::-1], "blue")
    image.paste("red", (0, 0, CAMERA_SIDES[1] // 2, CAMERA_SIDES[0]))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, PLACE_TAKEN  # turned to the right; described
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def _look_at_picture(narrator: Narrator, vendor: Vendor, image: dict[str, Any]) -> None:
    """Every file that the answer names is there, is what it says, and holds nothing but the picture."""
    narrator.check("size as it stands upright", (image["width"], image["height"]), (1920, 2560))
    for source in image["sources"]:
        addresses = dict(candidate.rsplit(" ", 1)[::-1] for candidate in source["srcset"].split(", "))
        narrator.check(f"widths of {source['type']}", list(addresses), [f"{width}w" for width in WIDTHS])
        for width, address in addresses.items():
            file = fetch(vendor.owner, address)
            picture = Image.open(BytesIO(file.content)).convert("RGB")
            narrator.check("type", (file.status_code, file.headers["Content-Type"]), (200, source["type"]), quietly=True)
            narrator.check("width", f"{picture.width}w", width, quietly=True)
            top, bottom = (picture.getpixel((picture.width // 2, y)) for y in (5, picture.height - 5))
            narrator.check("which side is up", (top[0] > 200, bottom[2] > 200), (True, True), quietly=True)
            narrator.check("traces of where it was taken", PLACE_TAKEN.encode() in file.content, False, quietly=True)
    narrator.require("they stand upright, and hold no place where they were taken", True)


def _see_it_in_the_shop(world: World, vendor: Vendor, product: dict[str, Any]) -> None:
    shopper = world.caller("Anybody", vendor.region)
    page = shopper.get(f"store/products/{product['slug']}")
    image = page["images"][-1]
    world.narrator.step("Anybody", "sees it in the shop", page.request)
    world.narrator.check("types to choose from", [source["type"] for source in image["sources"]], ["image/avif", "image/webp"])
    world.narrator.require("a tiny preview comes with the page", image["preview"].startswith("data:image/webp;base64,"))


def _show_paper(world: World, vendor: Vendor) -> None:
    """The owner and the operator open it, each by a link; without one nobody does."""
    content = f"%PDF-1.7 extract from the register of {vendor.name}".encode()
    files = {"file": ("extract.pdf", content, "application/pdf")}
    paper = vendor.owner.post("vendor/documents", expect=201, files=files, data={"kind": "registration"})
    world.narrator.step(vendor.name, "shows its extract from the register", paper.request)
    own, theirs = f"vendor/documents/{paper['id']}/links", f"admin/vendors/{vendor.id}/documents/{paper['id']}/links"
    for who, path in ((vendor.owner, own), (world.staff[vendor.region], theirs)):
        link = who.post(path, expect=201)
        file = fetch(who, link["url"])
        world.narrator.step(who.name, "opens it by a link", link.request, file.headers["Content-Disposition"])
        world.narrator.check("what it says", file.content, content, quietly=True)
        world.narrator.check("kept by", file.headers["Cache-Control"], "private, no-store", quietly=True)
    altered = _altered(link)
    world.narrator.require("an altered link opens nothing", fetch(vendor.owner, altered).status_code in (403, 404), altered)
    others = [other.owner for other in world.vendors.values() if other.id != vendor.id]
    for other in others:
        other.post(own, expect=404)
    world.narrator.require(f"none of {len(others)} other vendors gets a link", bool(others))


def _altered(link: Answer) -> str:
    url = str(link["url"])
    return f"{url[:-12]}{'B' if url[-12] == 'A' else 'A'}{url[-11:]}"


def fetch(caller: Caller, url: str) -> httpx.Response:
    """What a browser gets, which finds the regions' hosts on this machine by itself."""
    address = httpx.URL(url)
    local = address.copy_with(host="127.0.0.1") if address.host.endswith(".localhost") else address
    return httpx.get(local, headers={"Host": address.netloc.decode()}, timeout=60, trust_env=False)
