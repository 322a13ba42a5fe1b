from django.urls import path

from marketplace.apps.insights.views import Books, OverviewEndpoint

urlpatterns = [
    path("admin/books", Books.as_view()),
    path("admin/overview", OverviewEndpoint.as_view()),
]
