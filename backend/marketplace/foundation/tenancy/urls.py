from django.urls import path

from marketplace.foundation.tenancy import views

urlpatterns = [path("admin/region", views.RegionSettingsDoor.as_view())]
