from django.urls import path

from marketplace.apps.webhooks import views

urlpatterns = [
    path("vendor/webhooks", views.WebhookList.as_view()),
    path("vendor/webhooks/<str:endpoint_id>", views.WebhookItem.as_view()),
    path("vendor/webhooks/<str:endpoint_id>/rotate-secret", views.RotateSecret.as_view()),
    path("vendor/webhooks/<str:endpoint_id>/test", views.TestWebhook.as_view()),
    path("vendor/webhooks/<str:endpoint_id>/deliveries", views.DeliveryList.as_view()),
    path("vendor/webhooks/<str:endpoint_id>/deliveries/<str:delivery_id>/replay", views.ReplayDelivery.as_view()),
]
