from django.urls import path

from marketplace.foundation.regions import views

urlpatterns = [
    path("admin/regions", views.Regions.as_view()),
    path("admin/regions/<str:region>", views.RegionDetail.as_view()),
    path("admin/regions/<str:region>/open", views.RegionOpening.as_view()),
    path("admin/regions/<str:region>/withdraw", views.RegionWithdrawal.as_view()),
]
