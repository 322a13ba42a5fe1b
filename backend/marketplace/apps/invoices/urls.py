from django.urls import path

from marketplace.apps.invoices.views import handling, store

urlpatterns = [
    path("store/orders/<str:order_id>/invoices", store.OrderInvoices.as_view()),
    path("store/orders/<str:order_id>/invoices/<str:invoice_id>/links", store.OrderInvoiceLinks.as_view()),
    path("store/orders/<str:order_id>/invoices/<str:invoice_id>/ubl", store.OrderInvoiceUbl.as_view()),
    path("vendor/invoicing", handling.Invoicing.as_view()),
    path("vendor/invoicing/accept", handling.AcceptInvoicing.as_view()),
    path("vendor/invoices", handling.VendorInvoiceList.as_view()),
    path("vendor/invoices/<str:invoice_id>", handling.VendorInvoiceItem.as_view()),
    path("vendor/invoices/<str:invoice_id>/ubl", handling.VendorInvoiceUbl.as_view()),
    path("vendor/invoices/<str:invoice_id>/links", handling.VendorInvoiceLinks.as_view()),
    path("admin/waiting-commission", handling.WaitingCommissionList.as_view()),
    path("admin/invoices", handling.StaffInvoiceList.as_view()),
    path("admin/invoices/<str:invoice_id>", handling.StaffInvoiceItem.as_view()),
    path("admin/invoices/<str:invoice_id>/ubl", handling.StaffInvoiceUbl.as_view()),
    path("admin/invoices/<str:invoice_id>/links", handling.StaffInvoiceLinks.as_view()),
]
