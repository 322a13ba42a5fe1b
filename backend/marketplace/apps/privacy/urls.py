from django.urls import path

from marketplace.apps.privacy.views import customer, staff

urlpatterns = [
    path("me/exports", customer.Exports.as_view()),
    path("me/exports/<str:export_id>", customer.Export.as_view()),
    path("me/exports/<str:export_id>/links", customer.ExportLinks.as_view()),
    path("me/downloads/<str:secret>", customer.Download.as_view()),
    path("me/deletion", customer.Deletion.as_view()),
    path("admin/retention-runs", staff.RetentionRuns.as_view()),
    path("admin/customers/<str:customer_id>/exports", staff.CustomerExports.as_view()),
    path("admin/customers/<str:customer_id>/exports/<str:export_id>/links", staff.CustomerExportLinks.as_view()),
    path("admin/customers/<str:customer_id>/erasure", staff.CustomerErasure.as_view()),
]
