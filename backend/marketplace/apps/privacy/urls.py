from django.urls import path

from marketplace.apps.privacy import views

urlpatterns = [
    path("me/exports", views.Exports.as_view()),
    path("me/exports/<str:export_id>", views.Export.as_view()),
    path("me/exports/<str:export_id>/links", views.ExportLinks.as_view()),
    path("me/downloads/<str:secret>", views.Download.as_view()),
    path("me/deletion", views.Deletion.as_view()),
]
