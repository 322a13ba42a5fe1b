from django.urls import path

from marketplace.apps.intelligence.views import staff, store, vendor

urlpatterns = [
    path("store/products/<str:slug>/also-bought", store.AlsoBought.as_view()),
    path("store/trending", store.Trending.as_view()),
    path("store/for-you", store.ForYou.as_view()),
    path("store/carts/<str:cart_id>/recommendations", store.CartRecommendations.as_view()),
    path("vendor/forecasts", vendor.Forecasts.as_view()),
    path("vendor/reorder-terms", vendor.Terms.as_view()),
    path("admin/models", staff.Models.as_view()),
    path("admin/models/<str:name>", staff.Model.as_view()),
    path("admin/models/<str:name>/trainings", staff.Trainings.as_view()),
    path("admin/models/<str:name>/versions", staff.Versions.as_view()),
    path("admin/models/<str:name>/versions/<str:version_id>/activate", staff.Activation.as_view()),
    path("admin/models/<str:name>/trials", staff.Trials.as_view()),
    path("admin/models/<str:name>/trials/stop", staff.TrialEnd.as_view()),
]
