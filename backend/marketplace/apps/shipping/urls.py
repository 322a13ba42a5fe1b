from django.urls import path

from marketplace.apps.shipping import views

urlpatterns = [
    path("vendor/shipping-methods", views.ShippingMethods.as_view()),
    path("vendor/shipping-methods/<str:method_id>", views.ShippingMethodView.as_view()),
    path("vendor/shipping-zones", views.ShippingZones.as_view()),
    path("vendor/shipping-zones/<str:zone_id>", views.ShippingZoneView.as_view()),
    path("vendor/couriers", views.CourierChoices.as_view()),
    path("admin/couriers", views.Couriers.as_view()),
    path("admin/couriers/<str:courier_id>", views.CourierItem.as_view()),
    path("admin/shipping-methods", views.RegionShippingMethods.as_view()),
    path("admin/shipping-methods/<str:method_id>", views.RegionShippingMethod.as_view()),
    path("admin/shipping-coverage", views.RegionCoverage.as_view()),
]
