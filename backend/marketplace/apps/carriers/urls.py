from django.urls import path

from marketplace.apps.carriers import views

urlpatterns = [
    path("vendor/carrier-account", views.CarrierAccountItem.as_view()),
    path("vendor/orders/<str:vendor_order_id>/label-options", views.OptionsOfOrder.as_view()),
    path("vendor/orders/<str:vendor_order_id>/labels", views.LabelsOfOrder.as_view()),
    path("vendor/orders/<str:vendor_order_id>/labels/<str:label_id>/ship", views.ShipLabel.as_view()),
    path("vendor/orders/<str:vendor_order_id>/labels/<str:label_id>/void", views.VoidLabel.as_view()),
    path("vendor/orders/<str:vendor_order_id>/labels/<str:label_id>/links", views.LabelLinks.as_view()),
]
