from django.urls import path

from marketplace.apps.tax import views

urlpatterns = [
    path("admin/vat-number-checks", views.VatNumberCheckList.as_view()),
    path("admin/vendors/<str:vendor_id>/vat-number-checks", views.CheckVatNumber.as_view()),
    path("admin/tax-rates", views.TaxRateList.as_view()),
]
