from django.urls import path

from marketplace.apps.staff import views

urlpatterns = [path("admin/region", views.Region.as_view())]
