from __future__ import annotations

from django.urls import path

from marketplace.apps.payments import views

urlpatterns = [
    path("webhooks/<slug:provider>", views.Webhook.as_view()),
    path("admin/payments", views.AdminPaymentList.as_view()),
    path("admin/payments/<str:payment_id>", views.AdminPayment.as_view()),
]
