from django.urls import path

from marketplace.apps.fraud import views

urlpatterns = [
    path("admin/payment-risks", views.PaymentRisks.as_view()),
    path("admin/payment-risks/<str:payment_id>/decide", views.PaymentRiskDecision.as_view()),
]
