from django.urls import path

from marketplace.apps.imports import views

urlpatterns = [
    path("vendor/imports", views.Imports.as_view()),
    path("vendor/imports/<str:import_id>", views.ImportDetail.as_view()),
    path("vendor/imports/<str:import_id>/problems", views.ImportProblems.as_view()),
    path("vendor/imports/<str:import_id>/corrections", views.ImportCorrections.as_view()),
    path("vendor/imports/<str:import_id>/file-links", views.ImportFileLinks.as_view()),
    path("vendor/import-drafts", views.ImportDrafts.as_view()),
    path("vendor/import-drafts/<str:draft_id>/previews", views.ImportPreviews.as_view()),
    path("vendor/import-drafts/<str:draft_id>/imports", views.ImportsOfDraft.as_view()),
    path("vendor/exports/products.csv", views.ProductExport.as_view()),
    path("admin/imports", views.AllImports.as_view()),
    path("admin/imports/<str:import_id>", views.AnyImport.as_view()),
]
