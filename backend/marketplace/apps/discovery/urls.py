from django.urls import path

from marketplace.apps.discovery.views import machines, previews, staff, store

urlpatterns = [
    path("store/region", store.RegionDetail.as_view()),
    path("store/categories", store.Categories.as_view()),
    path("store/products", store.Products.as_view()),
    path("store/suggestions", store.SuggestionList.as_view()),
    path("store/products/<str:slug>", store.ProductPage.as_view()),
    path("store/products/<str:slug>/similar", store.SimilarProducts.as_view()),
    path("store/product-previews/<str:token>", previews.ProductPreview.as_view()),
    path("vendor/products/<str:product_id>/preview-links", previews.PreviewLinks.as_view()),
    path("store/sitemap/products", machines.SitemapProducts.as_view()),
    path("store/feeds/google.xml", machines.MerchantFeed.as_view()),
    path("store/vendors/<str:slug>", store.VendorDetail.as_view()),
    path("admin/search/synonyms", staff.Synonyms.as_view()),
    path("admin/search/pins", staff.Pins.as_view()),
    path("admin/search/boosts", staff.Boosts.as_view()),
]
