from django.urls import path

from marketplace.apps.insights.views import Books

urlpatterns = [path("admin/books", Books.as_view())]
