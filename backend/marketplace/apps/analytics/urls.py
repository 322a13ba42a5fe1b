from django.urls import path

from marketplace.apps.analytics.views import exports, reports, saved, segments, store

urlpatterns = [
    path("store/visitors", store.Visitors.as_view()),
    path("store/visitors/<str:visitor_id>", store.OneVisitor.as_view()),
    path("store/events", store.Behaviours.as_view()),
    path("admin/analytics/catalogue", reports.StaffCatalogue.as_view()),
    path("admin/analytics/report", reports.StaffReport.as_view()),
    path("vendor/analytics/catalogue", reports.VendorCatalogue.as_view()),
    path("vendor/analytics/report", reports.VendorReport.as_view()),
    path("admin/analytics/exports", exports.StaffExports.as_view()),
    path("admin/analytics/exports/<str:file_id>", exports.StaffExport.as_view()),
    path("admin/analytics/exports/<str:file_id>/file", exports.StaffExportFile.as_view()),
    path("admin/analytics/saved-reports", saved.StaffSavedReports.as_view()),
    path("admin/analytics/saved-reports/<str:saved_id>", saved.StaffSavedReport.as_view()),
    path("vendor/analytics/saved-reports", saved.VendorSavedReports.as_view()),
    path("vendor/analytics/saved-reports/<str:saved_id>", saved.VendorSavedReport.as_view()),
    path("admin/segments", segments.SegmentSizes.as_view()),
    path("admin/segments/<str:segment>/customers", segments.SegmentCustomers.as_view()),
    path("vendor/analytics/exports", exports.VendorExports.as_view()),
    path("vendor/analytics/exports/<str:file_id>", exports.VendorExport.as_view()),
    path("vendor/analytics/exports/<str:file_id>/file", exports.VendorExportFile.as_view()),
]
