from django.urls import path

from marketplace.apps.discovery import views
from marketplace.apps.discovery.tuning import views as tuning_views

urlpatterns = [
    path("store/region", views.RegionDetail.as_view()),
    path("store/categories", views.Categories.as_view()),
    path("store/products", views.Products.as_view()),
    path("store/suggestions", views.SuggestionList.as_view()),
    path("store/products/<str:slug>", views.ProductPage.as_view()),
    path("store/products/<str:slug>/similar", views.SimilarProducts.as_view()),
    path("store/vendors/<str:slug>", views.VendorDetail.as_view()),
    path("admin/search/synonyms", tuning_views.Synonyms.as_view()),
    path("admin/search/pins", tuning_views.Pins.as_view()),
    path("admin/search/boosts", tuning_views.Boosts.as_view()),
]
