from django.urls import path

from marketplace.apps.discovery import views

urlpatterns = [
    path("store/region", views.RegionDetail.as_view()),
    path("store/categories", views.Categories.as_view()),
    path("store/products", views.Products.as_view()),
    path("store/suggestions", views.SuggestionList.as_view()),
    path("store/products/<str:slug>", views.ProductPage.as_view()),
    path("store/vendors/<str:slug>", views.VendorDetail.as_view()),
]
