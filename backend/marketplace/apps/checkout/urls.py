from django.urls import path

from marketplace.apps.checkout import views

urlpatterns = [
    path("store/checkouts", views.CheckoutList.as_view()),
    path("store/checkouts/<str:checkout_id>", views.CheckoutItem.as_view()),
    path("store/orders/<str:order_id>/cancellations", views.OrderCancellations.as_view()),
]
