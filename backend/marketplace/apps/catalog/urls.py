from django.urls import path

from marketplace.apps.catalog.views import categories, moderation, products, terms

urlpatterns = [
    path("vendor/products", products.VendorProducts.as_view()),
    path("vendor/products/<str:product_id>", products.VendorProductDetail.as_view()),
    path("vendor/products/<str:product_id>/publish", products.PublishProduct.as_view()),
    path("vendor/products/<str:product_id>/unpublish", products.UnpublishProduct.as_view()),
    path("vendor/products/<str:product_id>/archive", products.ArchiveProduct.as_view()),
    path("vendor/products/<str:product_id>/history", products.ProductHistory.as_view()),
    path("vendor/products/<str:product_id>/images", products.ProductImages.as_view()),
    path("vendor/categories/<str:category_id>/specifications", products.SpecificationNames.as_view()),
    path("admin/categories", categories.Categories.as_view()),
    path("admin/categories/<str:category_id>", categories.CategoryDetail.as_view()),
    path("admin/categories/<str:category_id>/move", categories.CategoryMove.as_view()),
    path("admin/products", moderation.AdminProducts.as_view()),
    path("admin/products/<str:product_id>", moderation.AdminProductDetail.as_view()),
    path("admin/products/<str:product_id>/take-down", moderation.TakeDownProduct.as_view()),
    path("admin/products/<str:product_id>/reinstate", moderation.ReinstateProduct.as_view()),
    path("admin/terms", terms.CatalogueTerms.as_view()),
    path("admin/terms/renames", terms.TermRenames.as_view()),
    path("admin/attributes/<str:key>/names", terms.AttributeNamesView.as_view()),
]
