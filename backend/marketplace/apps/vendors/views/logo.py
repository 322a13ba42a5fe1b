"""A vendor's logo: uploaded, and removed."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.serializers import UploadLogo, VendorProfile, profile_of
from marketplace.foundation import clock
from marketplace.foundation.blobs import BlobsUnavailable
from marketplace.foundation.rest.openapi import problem
from marketplace.foundation.rest.permissions import vendor_role
from marketplace.foundation.rest.problems import TooLarge
from marketplace.foundation.rest.throttling import CallerThrottle
from marketplace.foundation.rest.uploads import uploads_of
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, principal_of, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pictures import MAX_UPLOAD_BYTES


class LogoEndpoint(TenantAPIView):
    permission_classes = [vendor_role("owner", "manager")]
    parser_classes = [uploads_of(MAX_UPLOAD_BYTES)]
    throttle_classes = [CallerThrottle]
    throttle_scope = "pictures"

    @extend_schema(
        request={"multipart/form-data": UploadLogo},
        responses={
            200: VendorProfile,
            409: problem(VendorStateForbids),
            413: problem(TooLarge),
            422: problem(InvalidInput),
            503: problem(BlobsUnavailable),
        },
        operation_id="vendor_logo_set",
        tags=["vendor"],
    )
    def put(self, request: Request) -> Response:
        """Show this picture as the vendor's logo: a JPEG, PNG, WebP, GIF or AVIF of up to 10 MB, in some seconds."""
        content = validated(UploadLogo, request.data)["file"].read()
        vendor_id = principal_of(request).vendor_id
        vendor = services.set_logo(vendor_id=vendor_id, content=content, actor=actor_of(request), now=clock.now())
        return Response(profile_of(vendor, queries.missing_of(vendor), now=clock.now()), headers=etag_header(vendor.etag))

    @extend_schema(
        request=None, responses={200: VendorProfile, 409: problem(VendorStateForbids)}, operation_id="vendor_logo_remove", tags=["vendor"]
    )
    def delete(self, request: Request) -> Response:
        """Show no logo any more."""
        vendor = services.remove_logo(vendor_id=principal_of(request).vendor_id, actor=actor_of(request), now=clock.now())
        return Response(profile_of(vendor, queries.missing_of(vendor), now=clock.now()), headers=etag_header(vendor.etag))
