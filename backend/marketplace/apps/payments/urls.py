from __future__ import annotations

from django.urls import path

from marketplace.apps.payments import views

urlpatterns = [
    path("webhooks/<slug:provider>", views.Webhook.as_view()),
    path("me/cards", views.MyCards.as_view()),
    path("me/cards/<str:card_id>", views.MyCard.as_view()),
    path("admin/payments", views.AdminPaymentList.as_view()),
    path("admin/payments/<str:payment_id>", views.AdminPayment.as_view()),
    path("admin/payment-methods", views.AdminMethodList.as_view()),
    path("admin/payment-methods/<str:payment_method_id>", views.AdminMethod.as_view()),
    path("admin/payment-providers", views.AdminProviderList.as_view()),
    path("admin/webhooks", views.AdminWebhookList.as_view()),
    path("admin/webhooks/<str:webhook_id>/replay", views.WebhookReplay.as_view()),
    path("admin/disputes", views.AdminDisputeList.as_view()),
    path("admin/disputes/<str:dispute_id>", views.AdminDispute.as_view()),
    path("admin/refunds", views.AdminRefundList.as_view()),
    path("admin/refunds/<str:refund_id>", views.AdminRefund.as_view()),
    path("admin/refunds/<str:refund_id>/retry", views.RefundRetry.as_view()),
    path("admin/refunds/<str:refund_id>/settle", views.RefundSettlement.as_view()),
]
