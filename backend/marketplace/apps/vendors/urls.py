from django.urls import path

from marketplace.apps.vendors.views import access, admin, documents, logo, vendor

urlpatterns = [
    path("vendor/applications", vendor.VendorApplications.as_view()),
    path("vendor/profile", vendor.VendorProfileEndpoint.as_view()),
    path("vendor/logo", logo.LogoEndpoint.as_view()),
    path("vendor/vacation", vendor.VacationEndpoint.as_view()),
    path("vendor/payout-account", vendor.PayoutAccountEndpoint.as_view()),
    path("vendor/payout-accounts", vendor.PayoutAccountsEndpoint.as_view()),
    path("vendor/members", access.MembersEndpoint.as_view()),
    path("vendor/members/<str:person_id>", access.MemberEndpoint.as_view()),
    path("vendor/api-keys", access.ApiKeysEndpoint.as_view()),
    path("vendor/api-keys/<str:key_id>", access.ApiKeyEndpoint.as_view()),
    path("vendor/documents", documents.DocumentsEndpoint.as_view()),
    path("vendor/documents/<str:document_id>/links", documents.DocumentLinks.as_view()),
    path("admin/vendors", admin.AdminVendors.as_view()),
    path("admin/vendors/<str:vendor_id>", admin.AdminVendor.as_view()),
    path("admin/vendors/<str:vendor_id>/approve", admin.ApproveVendor.as_view()),
    path("admin/vendors/<str:vendor_id>/suspend", admin.SuspendVendor.as_view()),
    path("admin/vendors/<str:vendor_id>/reinstate", admin.ReinstateVendor.as_view()),
    path("admin/vendors/<str:vendor_id>/members/<str:person_id>/remove-second-factor", admin.RemoveMemberSecondFactor.as_view()),
    path("admin/vendors/<str:vendor_id>/documents", documents.AdminDocuments.as_view()),
    path("admin/vendors/<str:vendor_id>/documents/<str:document_id>/links", documents.AdminDocumentLinks.as_view()),
    path("admin/vendors/<str:vendor_id>/documents/<str:document_id>/review", documents.AdminDocumentReview.as_view()),
    path("admin/vendors/<str:vendor_id>/commission-plan", admin.CommissionPlanEndpoint.as_view()),
]
