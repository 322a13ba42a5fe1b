from django.urls import path

from marketplace.apps.inventory import views

urlpatterns = [
    path("vendor/stock", views.StockList.as_view()),
    path("vendor/stock/adjustments", views.StockAdjustments.as_view()),
    path("vendor/stock/counts", views.StockCountsView.as_view()),
    path("vendor/stock/movements", views.StockMovements.as_view()),
    path("vendor/warehouses", views.Warehouses.as_view()),
]
