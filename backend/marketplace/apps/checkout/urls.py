from django.urls import path

from marketplace.apps.checkout.views import staff, store

urlpatterns = [
    path("store/checkouts", store.CheckoutList.as_view()),
    path("store/checkouts/<str:checkout_id>", store.CheckoutItem.as_view()),
    path("store/orders/<str:order_id>/cancellations", store.OrderCancellations.as_view()),
    path("admin/vendors/<str:vendor_id>/commission-plan/previews", staff.CommissionPreviews.as_view()),
]
