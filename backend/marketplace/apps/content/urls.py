from django.urls import path

from marketplace.apps.content.views import admin, store

urlpatterns = [
    path("store/home", store.HomeView.as_view()),
    path("store/pages", store.Pages.as_view()),
    path("store/pages/<str:slug>", store.Page.as_view()),
    path("admin/home", admin.HomeView.as_view()),
    path("admin/pages", admin.Pages.as_view()),
    path("admin/pages/<str:page_id>", admin.PageDetail.as_view()),
]
