from django.urls import path

from marketplace.apps.webhooks import views

_OF_VENDOR = "admin/vendors/<str:vendor_id>/webhooks"

urlpatterns = [
    path("vendor/webhooks", views.WebhookList.as_view()),
    path("vendor/webhooks/<str:endpoint_id>", views.WebhookItem.as_view()),
    path("vendor/webhooks/<str:endpoint_id>/rotate-secret", views.RotateSecret.as_view()),
    path("vendor/webhooks/<str:endpoint_id>/test", views.TestWebhook.as_view()),
    path("vendor/webhooks/<str:endpoint_id>/deliveries", views.DeliveryList.as_view()),
    path("vendor/webhooks/<str:endpoint_id>/deliveries/<str:delivery_id>/replay", views.ReplayDelivery.as_view()),
    path(_OF_VENDOR, views.VendorWebhooks.as_view()),
    path(f"{_OF_VENDOR}/<str:endpoint_id>/deliveries", views.VendorDeliveries.as_view()),
    path(f"{_OF_VENDOR}/<str:endpoint_id>/deliveries/<str:delivery_id>/replay", views.ReplayVendorDelivery.as_view()),
]
