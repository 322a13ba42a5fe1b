from django.urls import path

from marketplace.apps.visual_search.views import staff, store, vendor

urlpatterns = [
    path("store/picture-searches", store.PictureSearches.as_view()),
    path("store/products/<str:slug>/looks-alike", store.LooksAlike.as_view()),
    path("vendor/products/<str:product_id>/picture-advice", vendor.ProductPictureAdvice.as_view()),
    path("admin/picture-matches", staff.PictureMatches.as_view()),
    path("admin/picture-matches/<str:match_id>/decide", staff.PictureMatchDecision.as_view()),
]
