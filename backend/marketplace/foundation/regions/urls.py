from django.urls import path

from marketplace.foundation.regions import views

urlpatterns = [
    path("admin/regions", views.Regions.as_view()),
    path("admin/regions/<str:slug>", views.RegionDetail.as_view()),
    path("admin/regions/<str:slug>/open", views.RegionOpening.as_view()),
    path("admin/regions/<str:slug>/withdraw", views.RegionWithdrawal.as_view()),
]
