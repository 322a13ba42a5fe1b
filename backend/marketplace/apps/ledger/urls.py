from django.urls import path

from marketplace.apps.ledger.views import Transactions, VendorTransactions

urlpatterns = [
    path("vendor/transactions", VendorTransactions.as_view()),
    path("admin/transactions", Transactions.as_view()),
]
