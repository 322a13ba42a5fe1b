"""The vendor's endpoints of its products."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.catalog import queries, services, tasks
from marketplace.apps.catalog.errors import (
    CategoryNotFound,
    ProductIncomplete,
    SlugTaken,
    TakenDownByStaff,
    TooManyPictures,
)
from marketplace.apps.catalog.queries import history, search, specifications
from marketplace.apps.catalog.serializers import (
    CreateProduct,
    EditProduct,
    ProductFilter,
    UploadImage,
    VendorProduct,
    changes_of,
    vendor_product,
)
from marketplace.apps.catalog.types import Product, ProductStatus
from marketplace.apps.vendors.errors import VendorNotSelling
from marketplace.foundation import clock, tenancy
from marketplace.foundation.blobs import BlobsUnavailable
from marketplace.foundation.documents.errors import DocumentNotFound, StaleDocument
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, IF_MATCH, PAGE, problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.uploads import uploads_of
from marketplace.foundation.rest.views import (
    PreconditionRequired,
    TenantAPIView,
    etag_header,
    if_match,
    page_request,
    principal_of,
    query_validated,
    validated,
)
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.kit.errors import InvalidInput
from marketplace.kit.ids import ProductId, VendorId
from marketplace.kit.pages import Page
from marketplace.kit.pictures import MAX_UPLOAD_BYTES

EDITORS = vendor_role("owner", "manager")


def vendor_of(request: Request) -> VendorId:
    return VendorId(principal_of(request).vendor_id)


def _answer(product: Product, status: int = 200) -> Response:
    return Response(vendor_product(product), status=status, headers=etag_header(product.etag))


class VendorProducts(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_products_list",
        parameters=[ProductFilter, *PAGE],
        responses={200: Page[VendorProduct], 422: problem(InvalidInput), 503: problem(SearchUnavailable)},
    )
    def get(self, request: Request) -> Response:
        """The vendor's products by id, or by `sort`; with `q` those that a search finds, the best first; with `ids` those named."""
        wanted, vendor_id, page = query_validated(ProductFilter, request), vendor_of(request), page_request(request)
        status = ProductStatus(wanted["status"]) if "status" in wanted else None
        if "ids" in wanted:
            found = Page(queries.list_named_products(vendor_id, wanted["ids"]))
        elif wanted.get("q") or wanted["sort"]:
            order = {"sort": wanted["sort"], "currency": wanted.get("currency", "")}
            found = search.find_vendor_products(vendor_id, wanted.get("q", ""), status=status, page=page, **order)
        else:
            found = queries.list_products(vendor_id, status=status, page=page)
        return Response(found.map(vendor_product))

    @extend_schema(
        operation_id="vendor_products_create",
        parameters=[IDEMPOTENCY_KEY],
        request=CreateProduct,
        responses={201: VendorProduct, 409: problem(SlugTaken), 422: problem(InvalidInput)},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        changes = changes_of(validated(CreateProduct, request.data))
        return _answer(services.create_product(vendor_id=vendor_of(request), changes=changes, now=clock.now()), 201)


class VendorProductDetail(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(operation_id="vendor_products_get", responses={200: VendorProduct, 404: problem(DocumentNotFound)})
    def get(self, request: Request, product_id: str) -> Response:
        return _answer(queries.get_product(vendor_of(request), product_id))

    @extend_schema(
        operation_id="vendor_products_edit",
        parameters=[IF_MATCH],
        request=EditProduct,
        responses={
            200: VendorProduct,
            404: problem(DocumentNotFound),
            409: problem(SlugTaken, ProductIncomplete),
            412: problem(StaleDocument),
            422: problem(InvalidInput),
            428: problem(PreconditionRequired),
        },
    )
    def patch(self, request: Request, product_id: str) -> Response:
        product = services.edit_product(
            vendor_id=vendor_of(request),
            product_id=ProductId(product_id),
            etag=if_match(request),
            changes=changes_of(validated(EditProduct, request.data)),
            now=clock.now(),
        )
        return _answer(product)


class ProductHistory(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_products_history_list",
        parameters=[*PAGE],
        responses={200: Page[history.HistoryEntry], 404: problem(DocumentNotFound)},
    )
    def get(self, request: Request, product_id: str) -> Response:
        """Who has done what to the product, the newest first."""
        return Response(history.list_history(vendor_of(request), product_id, page_request(request)))


class SpecificationNames(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_categories_specifications",
        responses={200: specifications.SpecificationSuggestions, 404: problem(CategoryNotFound), 503: problem(SearchUnavailable)},
    )
    def get(self, request: Request, category_id: str) -> Response:
        """How published products of the category, of any vendor, say what they are: names, kinds, units and words."""
        return Response(specifications.suggest_specifications(category_id))


class PublishProduct(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_products_publish",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={
            200: VendorProduct,
            404: problem(DocumentNotFound),
            409: problem(VendorNotSelling, ProductIncomplete, TakenDownByStaff),
        },
    )
    @idempotent
    def post(self, request: Request, product_id: str) -> Response:
        return _answer(services.publish_product(vendor_id=vendor_of(request), product_id=ProductId(product_id), now=clock.now()))


class UnpublishProduct(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_products_unpublish",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: VendorProduct, 404: problem(DocumentNotFound)},
    )
    @idempotent
    def post(self, request: Request, product_id: str) -> Response:
        return _answer(services.unpublish_product(vendor_id=vendor_of(request), product_id=ProductId(product_id), now=clock.now()))


class ArchiveProduct(TenantAPIView):
    permission_classes = [EDITORS]

    @extend_schema(
        operation_id="vendor_products_archive",
        parameters=[IDEMPOTENCY_KEY],
        request=None,
        responses={200: VendorProduct, 404: problem(DocumentNotFound)},
    )
    @idempotent
    def post(self, request: Request, product_id: str) -> Response:
        return _answer(services.archive_product(vendor_id=vendor_of(request), product_id=ProductId(product_id), now=clock.now()))


class ProductImages(TenantAPIView):
    permission_classes = [EDITORS]
    parser_classes = [uploads_of(MAX_UPLOAD_BYTES)]
    throttle_classes = [CallerThrottle]
    throttle_scope = "pictures"

    @extend_schema(
        operation_id="vendor_products_images_create",
        parameters=[IDEMPOTENCY_KEY],
        request={"multipart/form-data": UploadImage},
        responses={
            201: VendorProduct,
            404: problem(DocumentNotFound),
            409: problem(TooManyPictures),
            413: problem(TooLarge),
            422: problem(InvalidInput),
            503: problem(BlobsUnavailable),
        },
    )
    @idempotent
    def post(self, request: Request, product_id: str) -> Response:
        data = validated(UploadImage, request.data)
        language = data.get("language") or tenancy.current().default_language
        product = services.add_image(
            vendor_id=vendor_of(request),
            product_id=ProductId(product_id),
            content=data["file"].read(),
            alt={language: data["alt"]} if data["alt"] else {},
            variant_ids=data.get("variant_ids", ()),
            now=clock.now(),
        )
        for folder in product.folders_in_the_making:
            tasks.settle_picture.send_after_commit(folder=folder)
        return _answer(product, 201)
