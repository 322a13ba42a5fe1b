"""Pictures of products: uploaded, made, shown, let go and cleared away."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.catalog import queries, services, tasks
from marketplace.apps.catalog.errors import TooManyPictures
from marketplace.apps.catalog.models import PictureFolder
from marketplace.apps.catalog.services import picture_folders
from marketplace.apps.catalog.tests.factories import make_product, picture
from marketplace.apps.catalog.types import Image, ImageInput, Product, ProductChanges
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation.blobs import list_folder, open_blob
from marketplace.foundation.blobs.tests.azurite import provision, running_azurite, use_azure
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.kit.errors import InvalidInput
from marketplace.kit.ids import ProductId, VariantId, new_id
from marketplace.testing import NOW

SMALL, LARGE = {"width": 700, "height": 500}, {"width": 2000, "height": 1000}
LATER = NOW + picture_folders.GRACE + timedelta(minutes=1)


@pytest.fixture
def vendor(tenant) -> str:
    return make_vendor().id


@pytest.fixture
def product(vendor) -> Product:
    return make_product(vendor=vendor)


@pytest.fixture
def workers():
    """Tasks run at once, where they are sent."""
    current_app.conf.task_always_eager = True
    yield
    current_app.conf.task_always_eager = False


def add(product: Product, *, alt: str = "", colour: str = "teal", **size: int) -> Product:
    return services.add_image(
        vendor_id=product.vendor_id,
        product_id=ProductId(product.id),
        content=picture(**(size or SMALL), kind="JPEG", colour=colour),
        alt={"en": alt} if alt else {},
        now=NOW,
    )


def settle(folder: str, *, now=NOW) -> None:
    services.settle_picture(folder=folder, now=now)


def made(product: Product, **settings) -> Product:
    """The product with a picture that a worker has made."""
    settle(add(product, **settings).images[-1].folder)
    return stored(product)


def stored(product: Product) -> Product:
    return queries.get_product(product.vendor_id, product.id)


def remove_images(product: Product) -> Product:
    return services.edit_product(
        vendor_id=product.vendor_id,
        product_id=ProductId(product.id),
        changes=ProductChanges(images=[]),
        etag=product.etag,
        now=NOW,
    )


def files_of(image: Image) -> list[str]:
    return [path.rpartition("/")[2] for path in list_folder(image.folder)]


def uploads_of(image: Image) -> list[str]:
    return list_folder(f"eu/private/uploads/{image.folder.rpartition('/')[2]}")


def names(*widths: int) -> list[str]:
    return sorted(f"{width}{ending}" for width in widths for ending in (".avif", ".webp"))


class TestUpload:
    def test_a_picture_is_kept_as_it_came_and_made_by_a_worker(self, product):
        (image,) = add(product, alt="Teal").images
        assert (image.state, image.path, image.widths, files_of(image)) == ("processing", "", [], [])
        assert (image.alt, image.position, len(uploads_of(image))) == ({"en": "Teal"}, 1, 1)
        assert stored(product).shown_images == []

        settle(image.folder)

        (image,) = stored(product).images
        assert (image.state, image.width, image.height, image.alt) == ("ready", 700, 500, {"en": "Teal"})
        assert image.widths == [160, 320, 640, 700]
        assert files_of(image) == names(160, 320, 640, 700)
        assert (image.path, image.small_path) == (f"{image.folder}/700.webp", f"{image.folder}/640.webp")
        assert image.folder.startswith(f"eu/public/products/{product.vendor_id}/{product.id}/")
        assert image.preview.startswith("data:image/webp;base64,")
        assert uploads_of(image) == []
        assert not PictureFolder.objects.exists()

    def test_no_request_unfolds_a_picture(self, product):
        """A file of some bytes may cost seconds: it is judged by its head, so what comes after it may be anything."""
        head_alone = picture(**SMALL)[:60]

        answered = services.add_image(vendor_id=product.vendor_id, product_id=ProductId(product.id), content=head_alone, alt={}, now=NOW)

        assert [image.state for image in answered.images] == ["processing"]

    def test_a_picture_that_turns_out_to_be_damaged_is_reported_and_never_shown(self, product):
        with_image = services.add_image(
            vendor_id=product.vendor_id, product_id=ProductId(product.id), content=picture()[:60], alt={}, now=NOW
        )
        folder = with_image.images[0].folder

        settle(folder)

        (image,) = stored(product).images
        assert (image.state, stored(product).shown_images, stored(product).folders_in_the_making) == ("refused", [], [])
        assert (files_of(image), uploads_of(image), PictureFolder.objects.exists()) == ([], [], False)

    def test_a_vendor_has_so_many_pictures_in_the_making_and_no_other_waits_for_them(self, product):
        for number in range(picture_folders.MAX_UNFINISHED):
            picture_folders.open_folder(vendor_id=product.vendor_id, product_id=ProductId(f"prod_{number}"), now=NOW)

        with pytest.raises(TooManyPictures):
            add(product)

        other = make_product(vendor=make_vendor().id)
        assert len(add(other).images) == 1
        assert stored(product).images == []

    def test_the_same_file_again_takes_the_new_text_and_nothing_else(self, product):
        first = add(product, alt="Teal").images[0]

        (again,) = add(product, alt="Green").images

        assert (again.folder, again.alt) == (first.folder, {"en": "Green"})
        assert PictureFolder.objects.count() == 1

    def test_the_same_file_of_another_product_has_a_folder_of_its_own(self, product):
        other = make_product(vendor=product.vendor_id)

        assert add(product).images[0].folder != add(other).images[0].folder

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "not_a_picture"),
            (b"GIF89a-nothing", "not_a_picture"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        ],
    )
    def test_what_is_no_picture_is_refused_and_nothing_is_kept(self, product, content, code):
        with pytest.raises(InvalidInput) as refused:
            services.add_image(vendor_id=product.vendor_id, product_id=ProductId(product.id), content=content, alt={}, now=NOW)

        assert [(error.field, error.code) for error in refused.value.errors] == [("file", code)]
        assert not PictureFolder.objects.exists()

    def test_a_picture_for_a_variant_that_is_not_there_is_cleared_away(self, product):
        with pytest.raises(InvalidInput):
            services.add_image(
                vendor_id=product.vendor_id,
                product_id=ProductId(product.id),
                content=picture(),
                alt={},
                variant_ids=[VariantId(new_id("var", at=NOW))],
                now=NOW,
            )
        folder = PictureFolder.objects.get().folder
        upload = f"eu/private/uploads/{folder.rpartition('/')[2]}"
        assert list_folder(upload) != []

        settle(folder, now=NOW + picture_folders.UPLOAD_LIFE)

        assert list_folder(upload) == []
        assert not PictureFolder.objects.exists()


class TestWorker:
    def test_it_may_run_again_and_again(self, product):
        (image,) = add(product, **LARGE).images

        for _ in range(3):
            settle(image.folder)

        (image,) = stored(product).images
        assert image.widths == [160, 320, 640, 960, 1280, 1920]
        assert files_of(image) == names(160, 320, 640, 960, 1280, 1920)

    def test_a_killed_workers_successor_goes_on(self, product):
        (image,) = add(product, **LARGE).images
        row = PictureFolder.objects.get()
        settle(image.folder)
        # The first worker ended just before it could strike its note.
        row.save(force_insert=True)

        settle(image.folder)

        assert stored(product).images[0].widths != []
        assert not PictureFolder.objects.exists()

    def test_one_whose_task_was_never_sent_is_found_by_the_periodic_task(self, product, workers):
        add(product, **LARGE)

        tasks.settle_due_pictures()

        assert stored(product).folders_in_the_making == []

    def test_what_is_due_is_given_to_one_worker_only(self, product):
        add(product, **LARGE)
        due = NOW + picture_folders.LOOKED_AT_AGAIN_AFTER

        assert [len(services.claim_due_folders(now=now)) for now in (NOW, due, due)] == [0, 1, 0]

    def test_an_edit_meanwhile_is_kept(self, product):
        with_image = add(product, **LARGE)
        services.edit_product(
            vendor_id=product.vendor_id,
            product_id=ProductId(product.id),
            changes=ProductChanges(brand="Alma"),
            etag=with_image.etag,
            now=NOW,
        )

        settle(with_image.images[0].folder)

        assert (stored(product).brand, stored(product).folders_in_the_making) == ("Alma", [])

    def test_a_folder_that_nobody_noted_is_left_alone(self, product):
        (image,) = made(product).images
        PictureFolder.objects.all().delete()

        settle(image.folder, now=LATER)

        assert files_of(image) != []


class TestClearing:
    def test_a_picture_that_was_let_go_stays_for_a_while_then_only_what_orders_show_of_it(self, product):
        with_image = made(product)
        (image,) = with_image.images
        remove_images(with_image)

        settle(image.folder)
        assert files_of(image) == names(160, 320, 640, 700)
        assert services.claim_due_folders(now=LATER) == [image.folder]
        settle(image.folder, now=LATER)

        assert files_of(image) == ["640.webp"]
        with open_blob(image.small_path) as file:
            assert file.read()[8:12] == b"WEBP"
        assert not PictureFolder.objects.exists()

    def test_a_picture_that_was_let_go_while_it_was_made_leaves_no_upload(self, product):
        with_image = add(product, **LARGE)
        (image,) = with_image.images
        remove_images(with_image)

        settle(image.folder, now=LATER)

        assert (files_of(image), uploads_of(image)) == ([], [])

    def test_a_picture_whose_removal_failed_stays(self, product):
        with_image = made(product)
        (image,) = with_image.images
        picture_folders.let_go(with_image, product, now=NOW)

        settle(image.folder, now=LATER)

        assert files_of(image) == names(160, 320, 640, 700)
        assert not PictureFolder.objects.exists()

    def test_a_stale_edit_lets_nothing_go(self, product):
        with_image = made(product)

        with pytest.raises(StaleDocument):
            services.edit_product(
                vendor_id=product.vendor_id,
                product_id=ProductId(product.id),
                changes=ProductChanges(images=[]),
                etag=product.etag,
                now=NOW,
            )

        assert not PictureFolder.objects.filter(kept_until__gte=LATER).exists()
        assert with_image.images == stored(product).images

    def test_a_picture_that_products_share_stays_when_one_lets_it_go(self, product):
        shared = services.store_shared_picture(name="demo", content=picture(**SMALL))
        image = Image(id=new_id("img", at=NOW), path=shared.path, folder=shared.folder, widths=shared.widths)

        picture_folders.let_go(msgspec.structs.replace(product, images=[image]), product, now=NOW)

        assert not PictureFolder.objects.exists()
        assert services.store_shared_picture(name="demo", content=picture(**SMALL)) == shared

    def test_a_picture_that_is_only_moved_stays(self, product):
        made(product)
        both = made(product, colour="red")
        turned = [ImageInput(id=image.id) for image in reversed(both.images)]
        services.edit_product(
            vendor_id=product.vendor_id, product_id=ProductId(product.id), changes=ProductChanges(images=turned), etag=both.etag, now=NOW
        )

        for image in both.images:
            settle(image.folder, now=LATER)

        assert [len(files_of(image)) for image in stored(product).images] == [8, 8]


class TestEndpoint:
    @pytest.fixture
    def token(self, vendor) -> str:
        return vendor_token(vendor)

    def upload(self, api, product: Product, token: str, *, key: str | None = None, **size: int):
        files = {"file": SimpleUploadedFile("cup.png", picture(**(size or SMALL)), content_type="image/png")}
        return api.post(f"vendor/products/{product.id}/images", {"alt": "A cup", "language": "en"}, files=files, token=token, key=key)

    def made(self, api, product: Product, token: str) -> dict:
        self.upload(api, product, token)
        settle(stored(product).images[0].folder)
        (image,) = api.get(f"vendor/products/{product.id}", token=token).json()["images"]
        return image

    def test_the_answer_has_what_a_page_needs(self, api, product, token):
        image = self.made(api, product, token)

        base = image["url"].removesuffix("700.webp")
        assert (image["state"], image["failure"]) == ("ready", "")
        assert [source["type"] for source in image["sources"]] == ["image/avif", "image/webp"]
        assert image["sources"][0]["srcset"] == ", ".join(f"{base}{width}.avif {width}w" for width in (160, 320, 640, 700))
        assert (image["width"], image["height"], image["alt"]) == (700, 500, {"en": "A cup"})
        assert image["preview"].startswith("data:image/webp;base64,")

    @pytest.mark.django_db(transaction=True)
    def test_a_picture_is_taken_at_once_and_shown_when_the_worker_was_there(self, api, product, token, workers):
        answer = self.upload(api, product, token, **LARGE)

        (first,) = answer.json()["images"]
        assert (answer.status_code, first["state"], first["url"], first["sources"]) == (201, "processing", "", [])
        (made,) = api.get(f"vendor/products/{product.id}", token=token).json()["images"]
        assert (made["state"], made["url"].endswith("/1920.webp")) == ("ready", True)
        assert [source["srcset"].count("w,") + 1 for source in made["sources"]] == [6, 6]

    def test_a_damaged_picture_is_reported_in_the_callers_language(self, api, product, token):
        files = {"file": SimpleUploadedFile("cup.png", picture()[:60], content_type="image/png")}
        api.post(f"vendor/products/{product.id}/images", {}, files=files, token=token)
        settle(stored(product).images[0].folder)

        (image,) = api.get(f"vendor/products/{product.id}", token=token, lang="de").json()["images"]

        assert (image["state"], image["url"], "beschädigt" in image["failure"]) == ("refused", "", True)

    def test_every_address_leads_to_its_file(self, api, client, product, token):
        image = self.made(api, product, token)

        for source in image["sources"]:
            for candidate in source["srcset"].split(", "):
                answer = client.get(candidate.split()[0], headers={"Host": "api.eu.localhost"})
                assert (answer.status_code, answer["Content-Type"]) == (200, source["type"])

    def test_while_the_blob_store_is_away_an_upload_is_refused_and_the_rest_works(self, api, product, token, settings, tmp_path):
        with running_azurite(tmp_path / "azurite") as azurite:
            use_azure(settings, azurite)
            provision()
            azurite.stop()

            refused = self.upload(api, product, token, key="one-try")
            read = api.get(f"vendor/products/{product.id}", token=token)
            edited = api.patch(f"vendor/products/{product.id}", {"brand": "Alma"}, token=token, etag=read["ETag"].strip('"'))

            assert (refused.status_code, refused.json()["code"]) == (503, "blobs_unavailable")
            assert int(refused["Retry-After"]) > 0
            assert (read.status_code, read.json()["images"]) == (200, [])
            assert edited.status_code == 200
            azurite.start()
            assert self.upload(api, product, token, key="one-try").status_code == 201
            assert len(stored(product).images) == 1
