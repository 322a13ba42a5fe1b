from django.urls import path

from marketplace.apps.messaging.views import staff, store, vendor

urlpatterns = [
    path("store/orders/<str:order_id>/messages", store.OrderMessages.as_view()),
    path("vendor/conversations", vendor.Conversations.as_view()),
    path("vendor/orders/<str:vendor_order_id>/messages", vendor.VendorOrderMessages.as_view()),
    path("admin/orders/<str:order_id>/messages", staff.AnyOrderMessages.as_view()),
]
