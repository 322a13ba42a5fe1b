from django.urls import path

from marketplace.apps.ledger import views

urlpatterns = [
    path("vendor/transactions", views.VendorTransactions.as_view()),
    path("vendor/sales", views.VendorSales.as_view()),
    path("vendor/account-statement", views.VendorAccountStatement.as_view()),
    path("admin/transactions", views.Transactions.as_view()),
    path("admin/trial-balance", views.TrialBalanceView.as_view()),
    path("admin/general-ledger.csv", views.GeneralLedgerCSV.as_view()),
    path("admin/general-ledger.xlsx", views.GeneralLedgerXLSX.as_view()),
]
