from django.urls import path

from marketplace.apps.tax_reports import views

urlpatterns = [
    path("vendor/oss-report", views.VendorOssReport.as_view()),
    path("admin/oss-report", views.StaffOssReport.as_view()),
    path("admin/oss-report/vendors", views.StaffOssVendors.as_view()),
    path("admin/oss-report/thresholds", views.StaffOssThresholds.as_view()),
    path("admin/ioss-report", views.StaffIossReport.as_view()),
    path("admin/ioss-report/vendors", views.StaffIossVendors.as_view()),
    path("admin/ioss-report.csv", views.StaffIossCSV.as_view()),
    path("admin/dac7-report", views.StaffDac7Sellers.as_view()),
    path("admin/dac7-report.xml", views.StaffDac7File.as_view()),
    path("admin/oss-report.csv", views.StaffOssCSV.as_view()),
]
