from django.urls import path

from marketplace.apps.catalog import views

urlpatterns = [
    path("vendor/products", views.VendorProducts.as_view()),
    path("vendor/products/<str:product_id>", views.VendorProductDetail.as_view()),
    path("vendor/products/<str:product_id>/publish", views.PublishProduct.as_view()),
    path("vendor/products/<str:product_id>/unpublish", views.UnpublishProduct.as_view()),
    path("vendor/products/<str:product_id>/archive", views.ArchiveProduct.as_view()),
    path("vendor/products/<str:product_id>/images", views.ProductImages.as_view()),
    path("admin/categories", views.Categories.as_view()),
    path("admin/categories/<str:category_id>", views.CategoryDetail.as_view()),
]
